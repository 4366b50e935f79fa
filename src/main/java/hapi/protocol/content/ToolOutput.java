package hapi.protocol.content;

import hapi.protocol.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tool gave back, as far as a person can read it.
///
/// `text` is the readable part (standard output, then standard error), `exitCode` and `succeeded`
/// are null when not said, `imageTypes` the media types of pictures that came along. `raw` is kept
/// only when no text could be found in a result that is not empty.
public record ToolOutput(
        String text,
        @Nullable Integer exitCode,
        @Nullable Boolean succeeded,
        List<String> imageTypes,
        @Nullable RawJson raw) {
    public static final ToolOutput EMPTY = new ToolOutput("", null, null, List.of(), null);

    public ToolOutput {
        imageTypes = List.copyOf(imageTypes);
    }

    public static ToolOutput ofText(String text) {
        return new ToolOutput(text, null, null, List.of(), null);
    }
}
