package hapi.hub.ops;

import hapi.hub.config.HubSettings;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The web server's rules that depend on the settings.
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {
    /// Believes `X-Forwarded-For` and `X-Forwarded-Proto` from the named proxies only. Without any
    /// nobody's forwarded headers count.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(HubSettings settings) {
        return factory -> {
            if (settings.trustedProxies().isEmpty()) {
                return;
            }
            RemoteIpValve valve = new RemoteIpValve();
            valve.setInternalProxies(
                    settings.trustedProxies().stream()
                            .map(Pattern::quote)
                            .collect(Collectors.joining("|")));
            valve.setRemoteIpHeader("X-Forwarded-For");
            valve.setProtocolHeader("X-Forwarded-Proto");
            factory.addEngineValves(valve);
        };
    }
}
