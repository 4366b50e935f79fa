package hapi.protocol.json;

import org.jspecify.annotations.Nullable;

/// Text that is not JSON, or JSON of another shape than asked for. The message never quotes the
/// input.
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonSyntaxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
