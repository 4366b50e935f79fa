package hapi.hub.session.internal;

import hapi.hub.events.EventSpine;
import hapi.hub.lanes.Lanes;
import hapi.hub.machine.MachineService;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.session.PlannedEnds;
import hapi.hub.session.ScheduledMessages;
import hapi.hub.session.SessionChanges;
import hapi.hub.session.SessionListener;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.hub.session.TerminalResumption;
import hapi.hub.session.WaitingPrompts;
import hapi.hub.store.TxRunner;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;

/// Puts the session feature together. Listeners belong to features above and are asked for late.
@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories
class SessionConfiguration {
    @Bean
    SessionStates sessionStates(Lanes lanes, TxRunner store, SessionRows rows) {
        return new SessionStates(lanes, store, rows);
    }

    @Bean
    SessionChanges sessionChanges(SessionStates states) {
        return new LaneSessionChanges(states);
    }

    @Bean
    SessionMerges sessionMerges(SessionStates states, ObjectProvider<SessionListener> listeners) {
        return new SessionMerges(states, late(listeners));
    }

    @Bean
    SessionResumption sessionResumption(
            Lanes lanes,
            SessionStates states,
            SessionMerges merges,
            MachineService machines,
            EventSpine spine) {
        return new SessionResumes(lanes, states, merges, machines, new PresenceWait(states, spine));
    }

    @Bean
    TerminalResumption terminalResumption(SessionStates states, RpcGateway rpc, EventSpine spine) {
        return new SessionHandOvers(states, rpc, new PresenceWait(states, spine));
    }

    @Bean
    SessionLiveness sessionLiveness(
            Lanes lanes,
            SessionStates states,
            SessionMerges merges,
            Clock clock,
            ObjectProvider<SessionListener> listeners,
            ObjectProvider<WaitingPrompts> prompts) {
        return new SessionLiveness(
                lanes, states, merges, clock, late(listeners), new Lazy<>(prompts::getObject)::get);
    }

    @Bean
    SessionService sessionService(
            Lanes lanes,
            SessionStates states,
            SessionLiveness liveness,
            SessionMerges merges,
            Clock clock,
            RpcGateway rpc,
            ObjectProvider<ScheduledMessages> scheduled,
            ObjectProvider<SessionListener> listeners) {
        SessionDocuments documents =
                new SessionDocuments(lanes, states, merges, clock, late(listeners));
        return new LaneSessionService(
                lanes,
                states,
                documents,
                liveness,
                new SessionControl(lanes, states, documents, liveness, rpc),
                new Lazy<>(scheduled::getObject)::get,
                late(listeners));
    }

    @Bean
    PlannedEnds plannedEnds(SessionService sessions, Lanes lanes) {
        return new TimedEnds(
                sessions,
                lanes,
                (delay, work) ->
                        CompletableFuture.delayedExecutor(
                                        delay.toMillis(),
                                        TimeUnit.MILLISECONDS,
                                        Thread::startVirtualThread)
                                .execute(work));
    }

    private static Supplier<List<SessionListener>> late(ObjectProvider<SessionListener> listeners) {
        return new Lazy<>(() -> listeners.orderedStream().toList())::get;
    }
}
