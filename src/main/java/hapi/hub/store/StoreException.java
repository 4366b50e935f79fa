package hapi.hub.store;

import org.jspecify.annotations.Nullable;

/// The database cannot be used. The message is for the operator: which file, what is wrong.
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
