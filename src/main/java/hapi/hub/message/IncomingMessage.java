package hapi.hub.message;

import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;

/// A message that a CLI sends. `content` is kept as received, except that huge strings of an agent
/// are cut; `createdAt` is the origin's time, epoch milliseconds, or null for now.
public record IncomingMessage(
        RawJson content, @Nullable LocalId localId, @Nullable Double createdAt) {}
