package hapi.hub.search.internal;

import hapi.hub.search.MessageSearch;
import hapi.hub.store.TxRunner;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Puts the search together.
@Configuration(proxyBeanMethods = false)
class SearchConfiguration {
    @Bean
    MessageSearch messageSearch(TxRunner store, DataSource dataSource) {
        return new RowSearch(store, new JdbcTemplate(dataSource));
    }
}
