package hapi.cli.config;

/// A setting that cannot be used; the message is one line for a person.
public final class BadConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadConfigException(String message) {
        super(message);
    }
}
