package hapi.hub.config;

/// The hub cannot start as configured. The message is for the operator: what is wrong, where, what
/// to do.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
