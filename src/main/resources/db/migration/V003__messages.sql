-- position_at places a message: invoked_at, or created_at while it waits.
-- delivery: 0 queued, 1 dispatching (steering has it in hand), 2 indeterminate.
CREATE TABLE messages (
    no           INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    session_no   INTEGER NOT NULL REFERENCES sessions (no) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    content      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    position_at  INTEGER NOT NULL,
    local_id     TEXT,
    invoked_at   INTEGER,
    scheduled_at INTEGER,
    delivery     INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX messages_by_seq ON messages (session_no, seq);
CREATE INDEX messages_by_position ON messages (session_no, position_at, seq);
CREATE UNIQUE INDEX messages_by_local_id ON messages (session_no, local_id)
    WHERE local_id IS NOT NULL;

-- Waiting rows are few; without this the latest page would search the whole session for them.
CREATE INDEX messages_waiting ON messages (session_no, seq)
    WHERE invoked_at IS NULL AND local_id IS NOT NULL;
CREATE INDEX messages_scheduled ON messages (scheduled_at)
    WHERE scheduled_at IS NOT NULL AND invoked_at IS NULL;

-- last_seq only grows: the number of a cancelled last message is not used again.
CREATE TABLE timelines (
    session_no INTEGER PRIMARY KEY REFERENCES sessions (no) ON DELETE CASCADE,
    last_seq   INTEGER NOT NULL,
    epoch      INTEGER NOT NULL
);
