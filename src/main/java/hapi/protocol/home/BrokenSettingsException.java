package hapi.protocol.home;

import org.jspecify.annotations.Nullable;

/// `settings.json` cannot be used. The message is one line for a person: file, line, column, cause.
public final class BrokenSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenSettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
