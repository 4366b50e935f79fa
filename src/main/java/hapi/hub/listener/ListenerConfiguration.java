package hapi.hub.listener;

import hapi.hub.config.AddressRange;
import hapi.hub.config.HubSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.catalina.util.NetMaskSet;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The web server's rules that depend on the settings.
@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofSeconds(5);

    @Bean
    WaitingConnections waitingConnections(HubSettings settings) {
        return new WaitingConnections(settings.limits().unadmitted(), HEAD, proxies(settings));
    }

    private static Predicate<String> proxies(HubSettings settings) {
        NetMaskSet proxies = NetMaskSet.parse(ranges(settings));
        return address -> {
            try {
                return proxies.contains(InetAddress.ofLiteral(address));
            } catch (IllegalArgumentException _) {
                return false;
            }
        };
    }

    private static String ranges(HubSettings settings) {
        return settings.trustedProxies().stream()
                .map(AddressRange::toString)
                .collect(Collectors.joining(","));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> listener(
            HubSettings settings, WaitingConnections connections) {
        return factory -> {
            factory.setProtocol(ListenerProtocol.class.getName());
            factory.addConnectorCustomizers(connector ->
                    ((ListenerProtocol) connector.getProtocolHandler()).watch(connections));
            factory.addEngineValves(new UnreadBodyValve(BODY, settings.limits().unadmitted()));
        };
    }

    /// Believes `X-Forwarded-For` and `X-Forwarded-Proto` from the named proxies only. Without any
    /// nobody's forwarded headers count.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(HubSettings settings) {
        return factory -> {
            if (settings.trustedProxies().isEmpty()) {
                return;
            }
            RemoteIpValve valve = new RemoteIpValve();
            // With a slash in it, Tomcat reads this as ranges and not as a pattern.
            valve.setInternalProxies(ranges(settings));
            valve.setRemoteIpHeader("X-Forwarded-For");
            valve.setProtocolHeader("X-Forwarded-Proto");
            factory.addEngineValves(valve);
        };
    }
}
