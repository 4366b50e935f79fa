package hapi.hub.start.internal;

import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Puts the feature together.
@Configuration(proxyBeanMethods = false)
class StartConfiguration {
    @Bean
    StoredStarts sessionStarts(
            Lanes lanes,
            TxRunner store,
            DataSource dataSource,
            MachineService machines,
            SessionService sessions,
            MessageService messages,
            Background background,
            Clock clock) {
        return new StoredStarts(
                lanes,
                store,
                new StartRepository(new JdbcTemplate(dataSource)),
                machines,
                sessions,
                messages,
                background,
                clock);
    }
}
