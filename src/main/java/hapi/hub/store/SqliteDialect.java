package hapi.hub.store;

import org.springframework.data.jdbc.core.dialect.JdbcArrayColumns;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.relational.core.dialect.AnsiDialect;
import org.springframework.data.relational.core.dialect.IdGeneration;
import org.springframework.data.relational.core.dialect.LimitClause;
import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.dialect.OrderByNullPrecedence;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.LockOptions;

/// SQLite for Spring Data JDBC, which has no dialect of its own for it.
final class SqliteDialect extends AnsiDialect implements JdbcDialect {
    private static final LimitClause LIMIT =
            new LimitClause() {
                @Override
                public String getLimit(long limit) {
                    return "LIMIT " + limit;
                }

                @Override
                public String getOffset(long offset) {
                    return "LIMIT -1 OFFSET " + offset;
                }

                @Override
                public String getLimitOffset(long limit, long offset) {
                    return "LIMIT %d OFFSET %d".formatted(limit, offset);
                }

                @Override
                public Position getClausePosition() {
                    return Position.AFTER_ORDER_BY;
                }
            };
    private static final LockClause NO_LOCK =
            new LockClause() {
                @Override
                public String getLock(LockOptions options) {
                    return "";
                }

                @Override
                public Position getClausePosition() {
                    return Position.AFTER_ORDER_BY;
                }
            };

    @Override
    public JdbcArrayColumns getArraySupport() {
        return JdbcArrayColumns.Unsupported.INSTANCE;
    }

    @Override
    public LimitClause limit() {
        return LIMIT;
    }

    @Override
    public LockClause lock() {
        return NO_LOCK;
    }

    @Override
    public IdentifierProcessing getIdentifierProcessing() {
        return IdentifierProcessing.create(
                new IdentifierProcessing.Quoting("\""),
                IdentifierProcessing.LetterCasing.LOWER_CASE);
    }

    @Override
    public OrderByNullPrecedence orderByNullHandling() {
        return OrderByNullPrecedence.SQL_STANDARD;
    }

    @Override
    public IdGeneration getIdGeneration() {
        return new IdGeneration() {
            @Override
            public boolean driverRequiresKeyColumnNames() {
                return false;
            }
        };
    }
}
