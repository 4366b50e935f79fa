-- When a prompt was last taken is asked at the first touch of a session; without this the answer
-- walks through all its messages.
CREATE INDEX messages_taken ON messages (session_no, position_at)
    WHERE local_id IS NOT NULL AND invoked_at > created_at;
