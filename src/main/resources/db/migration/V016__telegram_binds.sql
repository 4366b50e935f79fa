-- Sign-in data of Telegram that has bound somebody, so that it never does so again; kept as long as
-- it could count. 'hash' is its signature.
CREATE TABLE telegram_binds (
    hash    TEXT    PRIMARY KEY,
    used_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX telegram_binds_by_time ON telegram_binds (used_at);
CREATE INDEX users_by_namespace ON users (namespace, platform);

-- Which access token somebody was bound with; empty for who came with an import.
ALTER TABLE users ADD COLUMN seal TEXT NOT NULL DEFAULT '';
