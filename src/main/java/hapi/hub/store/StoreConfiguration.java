package hapi.hub.store;

import hapi.hub.config.HubSettings;
import hapi.hub.lanes.LaneTransactions;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

/// The database of the settings, and Spring Data JDBC on top of it.
@Configuration(proxyBeanMethods = false)
public class StoreConfiguration extends AbstractJdbcConfiguration {
    /// The program opens its file before there is a context, to refuse in one line what it cannot
    /// use.
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Store store(HubSettings settings) {
        return Store.open(settings.database());
    }

    @Bean
    LaneTransactions laneTransactions(Store store) {
        return store.transactions();
    }

    @Bean
    DataSource dataSource(Store store) {
        return store.dataSource();
    }

    @Bean
    NamedParameterJdbcOperations namedParameterJdbcOperations(DataSource dataSource) {
        return new NamedParameterJdbcTemplate(dataSource);
    }

    @Bean
    JdbcClient jdbcClient(NamedParameterJdbcOperations operations) {
        return JdbcClient.create(operations);
    }

    /// Transactions are the lane's. Spring Data may ask for one; what it gets is the one it is in.
    @Bean
    PlatformTransactionManager transactionManager() {
        return new PlatformTransactionManager() {
            @Override
            public TransactionStatus getTransaction(TransactionDefinition definition) {
                return new SimpleTransactionStatus(false);
            }

            @Override
            public void commit(TransactionStatus status) {
                // The lane commits the batch.
            }

            @Override
            public void rollback(TransactionStatus status) {
                // The exception that led here makes the lane undo the command.
            }
        };
    }

    @Override
    protected List<?> userConverters() {
        return List.of(new FlagReader());
    }

    /// SQLite keeps flags as 0 and 1.
    @ReadingConverter
    private static final class FlagReader implements Converter<Integer, Boolean> {
        @Override
        public Boolean convert(Integer stored) {
            return stored != 0;
        }
    }

    @Bean
    @Override
    public JdbcDialect jdbcDialect(NamedParameterJdbcOperations operations) {
        return new SqliteDialect();
    }
}
