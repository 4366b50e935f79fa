-- Sessions that a person asked for together with a first prompt: written before the machine is
-- asked, gone when the prompt is in its session. 'params' are those of the call to the machine;
-- 'failure' is null while the session may still come, else the reason in words, empty when nobody
-- answered. Times are epoch milliseconds.
CREATE TABLE session_starts (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    namespace  TEXT    NOT NULL,
    machine_id TEXT    NOT NULL,
    params     TEXT    NOT NULL,
    prompt     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    failure    TEXT
);

CREATE INDEX session_starts_of_namespace ON session_starts (namespace, no);
