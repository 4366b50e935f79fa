-- Rows up to this number came from a session that was merged into this one: a CLI never gets them
-- by backfill, for it would take their prompts for new ones.
ALTER TABLE timelines ADD COLUMN backfill_after INTEGER NOT NULL DEFAULT 0;
