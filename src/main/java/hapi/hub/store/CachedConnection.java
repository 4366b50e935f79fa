package hapi.hub.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that keeps its prepared statements: preparing costs more than running on the
/// message path. Its [#face] looks like any connection, but closing it or a statement keeps both
/// open; a statement that is in use already is prepared a second time and really closed.
///
/// Not for several threads at once.
final class CachedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(CachedConnection.class);
    private static final int MAX_STATEMENTS = 200;

    private final Connection real;
    private final Connection face;
    private final Map<String, Kept> kept =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    if (size() <= MAX_STATEMENTS || eldest.getValue().inUse) {
                        return false;
                    }
                    closeStatement(eldest.getValue().real);
                    return true;
                }
            };

    CachedConnection(Connection real) {
        this.real = real;
        this.face =
                (Connection)
                        Proxy.newProxyInstance(
                                CachedConnection.class.getClassLoader(),
                                new Class<?>[] {Connection.class},
                                this::onConnection);
    }

    Connection face() {
        return face;
    }

    /// Runs a statement without parameters and result, such as `COMMIT`.
    void execute(String sql) {
        try (PreparedStatement statement = prepare(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new StoreException(sql + " failed: " + e.getMessage(), e);
        }
    }

    /// Ends a transaction that SQLite may have ended by itself, as it does on a full disk.
    void rollbackIfOpen() {
        try (PreparedStatement statement = prepare("ROLLBACK")) {
            statement.execute();
        } catch (SQLException e) {
            LOG.info("no transaction to roll back: {}", e.getMessage());
        }
    }

    void close() {
        kept.values().forEach(statement -> closeStatement(statement.real));
        kept.clear();
        try {
            real.close();
        } catch (SQLException e) {
            LOG.warn("cannot close the database", e);
        }
    }

    private Object onConnection(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "close" -> null;
            case "prepareStatement" ->
                    arguments.length == 1
                            ? prepare((String) arguments[0])
                            : invoke(real, method, arguments);
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "setAutoCommit", "commit", "rollback", "setSavepoint" ->
                    throw new IllegalStateException("transactions belong to the lane");
            default -> invoke(real, method, arguments);
        };
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        Kept known = kept.get(sql);
        if (known == null) {
            known = new Kept(sql, real.prepareStatement(sql));
            kept.put(sql, known);
        }
        if (known.inUse) {
            return real.prepareStatement(sql);
        }
        known.inUse = true;
        return known.face;
    }

    private static void closeStatement(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            LOG.warn("cannot close a statement", e);
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private final class Kept {
        final String sql;
        final PreparedStatement real;
        final PreparedStatement face;
        @Nullable ResultSet results;
        boolean inUse;
        boolean broken;

        Kept(String sql, PreparedStatement real) {
            this.sql = sql;
            this.real = real;
            this.face =
                    (PreparedStatement)
                            Proxy.newProxyInstance(
                                    CachedConnection.class.getClassLoader(),
                                    new Class<?>[] {PreparedStatement.class},
                                    this::onStatement);
        }

        private Object onStatement(Object proxy, Method method, Object[] arguments)
                throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    if (inUse) {
                        giveBack();
                    }
                    return null;
                }
                case "equals" -> {
                    return proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {
                    try {
                        Object answer = invoke(real, method, arguments);
                        if (answer instanceof ResultSet rows) {
                            results = rows;
                        }
                        return answer;
                    } catch (SQLException e) {
                        // The driver finalizes a statement that failed.
                        broken = true;
                        throw e;
                    }
                }
            }
        }

        private void giveBack() throws SQLException {
            inUse = false;
            if (broken) {
                kept.remove(sql);
                closeStatement(real);
                return;
            }
            if (results != null) {
                // One that was not read to its end would hold a lock.
                results.close();
                results = null;
            }
            real.clearParameters();
        }
    }
}
