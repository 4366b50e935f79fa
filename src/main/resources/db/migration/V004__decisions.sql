CREATE TABLE decisions (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    session_no INTEGER NOT NULL REFERENCES sessions (no) ON DELETE CASCADE,
    request_id TEXT    NOT NULL,
    decision   TEXT    NOT NULL,
    who        TEXT    NOT NULL,
    origin     TEXT    NOT NULL,
    shown_hash TEXT    NOT NULL,
    decided_at INTEGER NOT NULL,
    state      TEXT    NOT NULL
);

CREATE INDEX decisions_by_session ON decisions (session_no, no);

-- One press wins.
CREATE UNIQUE INDEX decisions_claimed ON decisions (session_no, request_id)
    WHERE state IN ('CLAIMED', 'CONFIRMED');
