package hapi.hub.transfer;

import hapi.hub.store.Store;
import java.sql.Connection;
import java.sql.SQLException;

/// Writes into our store, each piece of work in a transaction of its own.
record ImportTransactions(Store store) {
    /// Our connection's part of the work.
    interface Write {
        void to(Connection ours) throws SQLException;
    }

    /// All of the work is committed, or none of it.
    void write(Write write) throws SQLException {
        var transactions = store.transactions();
        transactions.begin();
        transactions.beginCommand();
        boolean isStored = false;
        try {
            write.to(store.dataSource().getConnection());
            transactions.keepCommand();
            transactions.commit();
            isStored = true;
        } finally {
            if (!isStored) {
                transactions.rollback();
            }
        }
    }
}
