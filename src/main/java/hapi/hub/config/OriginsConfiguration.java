package hapi.hub.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The allowed origins, the same for REST and for sockets.
@Configuration(proxyBeanMethods = false)
class OriginsConfiguration {
    @Bean
    Origins origins(HubSettings settings) {
        return new Origins(settings.corsOrigins(), settings.publicUrl(), settings.listenPort());
    }
}
