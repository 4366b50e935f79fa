package hapi.hub.lanes;

import hapi.hub.events.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The hub's lane and its clockwork.
@Configuration(proxyBeanMethods = false)
class LanesConfiguration {
    private static final Duration SWEEP = Duration.ofSeconds(5);

    @Bean(destroyMethod = "close")
    Lanes lanes(LaneTransactions transactions, EventPublisher publisher, Clock clock) {
        return new GroupCommitLanes(transactions, publisher, clock);
    }

    @Bean(destroyMethod = "close")
    Background background() {
        return new Background();
    }

    /// Starts the sweeps when everything else stands.
    @Bean
    SmartInitializingSingleton sweeps(Background background, ObjectProvider<Sweep> sweeps) {
        return () ->
                sweeps.forEach(sweep ->
                        background.every(SWEEP, sweep.getClass().getSimpleName(), sweep::sweep));
    }
}
