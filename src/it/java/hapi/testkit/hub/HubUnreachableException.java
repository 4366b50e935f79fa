package hapi.testkit.hub;

/// No answer came from the hub: it is down, or went down in the middle of a call.
public final class HubUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HubUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
