package hapi.hub.store;

import hapi.hub.lanes.LaneTransactions;
import java.sql.Connection;

/// The writing connection. A transaction and a command's savepoint are opened when the command
/// first asks for the connection, so that commands which only touch caches cost nothing here.
final class WriterTransactions implements LaneTransactions {
    private final CachedConnection connection;
    private final BoundDataSource dataSource;
    private boolean inTransaction;
    private boolean inSavepoint;

    WriterTransactions(CachedConnection connection, BoundDataSource dataSource) {
        this.connection = connection;
        this.dataSource = dataSource;
    }

    @Override
    public void begin() {
        dataSource.bind(this::connection);
    }

    private Connection connection() {
        if (!inTransaction) {
            connection.execute("BEGIN IMMEDIATE");
            inTransaction = true;
        }
        if (!inSavepoint) {
            connection.execute("SAVEPOINT command");
            inSavepoint = true;
        }
        return connection.face();
    }

    @Override
    public void beginCommand() {
        inSavepoint = false;
    }

    @Override
    public void keepCommand() {
        if (inSavepoint) {
            connection.execute("RELEASE command");
            inSavepoint = false;
        }
    }

    @Override
    public void undoCommand() {
        if (inSavepoint) {
            inSavepoint = false;
            connection.execute("ROLLBACK TO command");
            connection.execute("RELEASE command");
        }
    }

    @Override
    public void commit() {
        if (inTransaction) {
            connection.execute("COMMIT");
            inTransaction = false;
        }
        dataSource.unbind();
    }

    @Override
    public void rollback() {
        dataSource.unbind();
        inSavepoint = false;
        if (inTransaction) {
            inTransaction = false;
            connection.rollbackIfOpen();
        }
    }

    void close() {
        connection.close();
    }
}
