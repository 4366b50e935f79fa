package hapi.hub.events;

import hapi.hub.lanes.Background;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The hub's spine.
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {
    private static final Duration EVICTION = Duration.ofMinutes(1);

    @Bean(destroyMethod = "close")
    LocalEventSpine eventSpine(Clock clock, Background background) {
        LocalEventSpine spine = new LocalEventSpine(clock);
        background.every(EVICTION, "event ring", spine::evictIdle);
        return spine;
    }
}
