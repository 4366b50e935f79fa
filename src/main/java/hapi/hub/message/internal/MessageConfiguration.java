package hapi.hub.message.internal;

import hapi.hub.lanes.Lanes;
import hapi.hub.message.MessageService;
import hapi.hub.message.PromptDelivery;
import hapi.hub.message.PromptSteering;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.session.SessionChanges;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Puts the message feature together. The way to the sockets belongs to an adapter above and is
/// asked for late.
@Configuration(proxyBeanMethods = false)
class MessageConfiguration {
    @Bean
    MessageRepository messageRepository(DataSource dataSource) {
        return new MessageRepository(new JdbcTemplate(dataSource));
    }

    @Bean
    MessagePages messagePages(MessageRepository messages, DataSource dataSource) {
        return new MessagePages(messages, new PageRepository(new JdbcTemplate(dataSource)));
    }

    @Bean
    OpeningRepository openingRepository(DataSource dataSource) {
        return new OpeningRepository(new JdbcTemplate(dataSource));
    }

    @Bean
    Timelines timelines(Lanes lanes, MessageRepository messages) {
        return new Timelines(lanes, messages);
    }

    @Bean
    ScheduledRows scheduledRows(
            TxRunner store,
            Lanes lanes,
            MessageRepository messages,
            ObjectProvider<PromptDelivery> delivery,
            Clock clock) {
        ScheduledRows scheduled =
                new ScheduledRows(store, lanes, messages, delivery::getObject, clock);
        lanes.callForAll(_ -> {
            scheduled.load();
            return true;
        });
        return scheduled;
    }

    @Bean
    MessageQueue messageQueue(
            MessageRepository messages,
            OpeningRepository openings,
            Timelines timelines,
            ScheduledRows scheduled,
            SessionChanges sessions) {
        return new MessageQueue(messages, openings, timelines, scheduled, sessions);
    }

    @Bean
    MessageAppends messageAppends(
            MessageRepository messages,
            Timelines timelines,
            ScheduledRows scheduled,
            SessionChanges sessions) {
        return new MessageAppends(messages, timelines, scheduled, sessions);
    }

    @Bean
    MessageService messageService(
            Lanes lanes,
            TxRunner store,
            MessageRepository messages,
            OpeningRepository openings,
            Timelines timelines,
            MessageAppends appends,
            MessageQueue queue,
            MessagePages pages,
            ObjectProvider<PromptDelivery> delivery,
            Clock clock) {
        return new LaneMessageService(
                lanes,
                store,
                messages,
                openings,
                timelines,
                appends,
                queue,
                pages,
                delivery::getObject,
                clock);
    }

    @Bean
    PromptSteering promptSteering(
            SessionService sessions, MessageService messages, RpcGateway rpc) {
        return new RpcSteering(sessions, messages, rpc);
    }
}
