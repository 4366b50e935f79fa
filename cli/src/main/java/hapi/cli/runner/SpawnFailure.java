package hapi.cli.runner;

import org.jspecify.annotations.Nullable;

/// A session could not be started; the message is for the person who asked, `code` for programs.
final class SpawnFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable String code;

    SpawnFailure(String message) {
        this(message, null);
    }

    SpawnFailure(String message, @Nullable String code) {
        super(message);
        this.code = code;
    }

    @Nullable String code() {
        return code;
    }
}
