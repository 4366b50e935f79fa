package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A message somebody sent to this session from the hub. `content` is the whole envelope (`role`,
/// `content`, `meta`) as received. A prompt without `localId` (very old senders) cannot be reported
/// as consumed.
public record Prompt(
        @Nullable MessageId id,
        @Nullable LocalId localId,
        long seq,
        long createdAt,
        RawJson content) {}
