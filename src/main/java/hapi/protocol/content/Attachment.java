package hapi.protocol.content;

import org.jspecify.annotations.Nullable;

/// A file that came with a prompt. `path` is a place on the agent's machine, `previewUrl` a small
/// picture as a data URL; `sizeBytes` is -1 when it was not said.
public record Attachment(
        String id,
        String filename,
        String mimeType,
        long sizeBytes,
        String path,
        @Nullable String previewUrl) {}
