package hapi.hub.store;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/// Hands out the connection that is bound to the calling thread. There is none outside a lane
/// command or a read, and asking for one is a mistake in the program.
final class BoundDataSource extends AbstractDataSource {
    /// Gives a thread's connection; may open a transaction first.
    interface Source {
        Connection connection();
    }

    private final ThreadLocal<@Nullable Source> bound = new ThreadLocal<>();

    void bind(Source source) {
        bound.set(source);
    }

    void unbind() {
        bound.remove();
    }

    boolean isBound() {
        return bound.get() != null;
    }

    @Override
    public Connection getConnection() {
        Source source = bound.get();
        if (source == null) {
            throw new IllegalStateException("the store is used outside a lane and a read");
        }
        return source.connection();
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }
}
