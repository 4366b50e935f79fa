-- Who of another platform is bound to a namespace. Filled by imports so far.
CREATE TABLE users (
    no               INTEGER PRIMARY KEY AUTOINCREMENT,
    platform         TEXT    NOT NULL,
    platform_user_id TEXT    NOT NULL,
    namespace        TEXT    NOT NULL,
    created_at       INTEGER NOT NULL
);

CREATE UNIQUE INDEX users_by_platform ON users (platform, platform_user_id);
