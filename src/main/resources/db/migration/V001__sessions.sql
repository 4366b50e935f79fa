-- Documents are JSON text as received; 'null' means none. Times are epoch milliseconds.
CREATE TABLE sessions (
    no                     INTEGER PRIMARY KEY AUTOINCREMENT,
    id                     TEXT    NOT NULL UNIQUE,
    namespace              TEXT    NOT NULL,
    tag                    TEXT    NOT NULL,
    created_at             INTEGER NOT NULL,
    updated_at             INTEGER NOT NULL,
    metadata               TEXT    NOT NULL,
    metadata_version       INTEGER NOT NULL,
    agent_state            TEXT    NOT NULL,
    agent_state_version    INTEGER NOT NULL,
    model                  TEXT,
    model_reasoning_effort TEXT,
    effort                 TEXT,
    service_tier           TEXT,
    todos                  TEXT,
    todos_updated_at       INTEGER NOT NULL,
    team_state             TEXT,
    team_state_updated_at  INTEGER NOT NULL,
    pinned                 INTEGER NOT NULL,
    global_pinned          INTEGER NOT NULL,
    active_at              INTEGER NOT NULL,
    has_conversation       INTEGER NOT NULL,
    seq                    INTEGER NOT NULL
);

CREATE INDEX sessions_by_tag ON sessions (namespace, tag, created_at);
