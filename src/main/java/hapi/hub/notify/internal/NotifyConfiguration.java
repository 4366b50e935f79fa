package hapi.hub.notify.internal;

import hapi.hub.events.EventSpine;
import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.notify.Channel;
import hapi.hub.notify.Notices;
import hapi.hub.notify.Screens;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Puts the telling together.
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {
    @Bean
    Ledger noticeLedger(Lanes lanes, TxRunner store, DataSource dataSource) {
        return new Ledger(lanes, store, new LedgerRepository(new JdbcTemplate(dataSource)));
    }

    @Bean
    Notices notices(TxRunner store, DataSource dataSource) {
        return new StoredNotices(store, new JdbcTemplate(dataSource));
    }

    @Bean(destroyMethod = "close")
    NoticeSender noticeSender(
            Ledger ledger,
            SessionService sessions,
            ObjectProvider<Channel> channels,
            Background background,
            Clock clock,
            @Value("${hapi.notify.pause:1s}") Duration firstPause) {
        return new NoticeSender(
                ledger,
                new NoticeWording(sessions),
                channels.orderedStream().toList(),
                (pause, work) -> background.after(pause, "notice", work),
                clock,
                firstPause);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    NoticeDispatcher noticeDispatcher(
            EventSpine spine,
            SessionService sessions,
            Ledger ledger,
            ObjectProvider<Channel> channels,
            ObjectProvider<Screens> screens,
            NoticeSender sender,
            Background background,
            Clock clock) {
        return new NoticeDispatcher(
                spine,
                new FactReading(sessions),
                new NoticeWording(sessions),
                ledger,
                channels.orderedStream().toList(),
                screens.orderedStream().toList(),
                sender,
                (pause, work) -> background.after(pause, "notice", work),
                clock);
    }
}
