package hapi.hub.notify;

import org.jspecify.annotations.Nullable;

/// A notice in words, as a channel shows it. `id` is the same whenever this notice is sent, and of
/// no other; it tells nothing to who knows the session. `type` and `requestId` are for the program
/// that shows it, `url` is relative to the hub. A newer one with the same `collapse` replaces this
/// one where it was not shown yet, with the same `tag` also where it was. `isUrgent` when an agent
/// cannot go on. Source: protocol/notifications.md section 3.
public record NoticeWords(
        String id,
        String title,
        String body,
        @Nullable String tag,
        String type,
        String sessionId,
        String url,
        @Nullable String requestId,
        String collapse,
        boolean isUrgent) {}
