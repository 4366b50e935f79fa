-- An agent may use the id of a request again: a decision belongs to one asking, named by the time
-- at which the command line says it asked, and by nothing where it says none.
ALTER TABLE decisions ADD COLUMN asked_at INTEGER;

DROP INDEX decisions_claimed;

-- One press wins.
CREATE UNIQUE INDEX decisions_claimed ON decisions (session_no, request_id)
    WHERE state = 'CLAIMED';

-- What was decided stays decided.
CREATE UNIQUE INDEX decisions_by_asking ON decisions (session_no, request_id, asked_at)
    WHERE state IN ('CLAIMED', 'CONFIRMED');
