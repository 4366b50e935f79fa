-- What was told, or would have been: one row for each request, readiness, task and end. 'subject'
-- says which one, so that it is told once. 'content' is what its words are made of when it is sent.
CREATE TABLE notices (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    namespace  TEXT    NOT NULL,
    session_id TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    content    TEXT    NOT NULL,
    told_at    INTEGER NOT NULL
);

CREATE UNIQUE INDEX notices_by_subject ON notices (namespace, session_id, subject);
CREATE INDEX notices_by_time ON notices (told_at);

-- What came of a notice, for each channel and target. 'state' is 'waiting' until 'due_at', then one
-- of 'accepted', 'suppressed', 'failed' and 'expired', which is never left; 'reason' says why, while
-- it waits what the last try came to. Times are epoch milliseconds.
CREATE TABLE notice_deliveries (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_no  INTEGER NOT NULL,
    channel    TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX notice_deliveries_by_target ON notice_deliveries (notice_no, channel, target);
CREATE INDEX notice_deliveries_waiting ON notice_deliveries (due_at) WHERE state = 'waiting';
