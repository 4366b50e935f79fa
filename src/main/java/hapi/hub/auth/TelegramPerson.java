package hapi.hub.auth;

import org.jspecify.annotations.Nullable;

/// Somebody as Telegram names them. `id` is positive and never changes; the names are theirs to
/// change and mean nothing to us.
public record TelegramPerson(
        long id,
        @Nullable String username,
        @Nullable String firstName,
        @Nullable String lastName) {}
