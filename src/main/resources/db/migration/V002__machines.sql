CREATE TABLE machines (
    no                   INTEGER PRIMARY KEY AUTOINCREMENT,
    id                   TEXT    NOT NULL UNIQUE,
    namespace            TEXT    NOT NULL,
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL,
    metadata             TEXT    NOT NULL,
    metadata_version     INTEGER NOT NULL,
    runner_state         TEXT    NOT NULL,
    runner_state_version INTEGER NOT NULL,
    active_at            INTEGER NOT NULL,
    seq                  INTEGER NOT NULL
);

CREATE INDEX machines_by_namespace ON machines (namespace);
