package hapi.hub.auth;

import hapi.hub.config.HubSettings;
import hapi.hub.config.SecretFiles;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the checkers from the settings and the secret files.
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {
    @Bean
    SecretFiles secretFiles(HubSettings settings) {
        return new SecretFiles(settings.home());
    }

    @Bean
    AccessTokens accessTokens(HubSettings settings) {
        return new ConfiguredAccessTokens(settings.token());
    }

    @Bean
    WebTokens webTokens(SecretFiles secrets, Clock clock) {
        return new WebTokens(secrets.jwtSecret(), secrets.ownerId(), clock);
    }

    @Bean
    PageCookies pageCookies(SecretFiles secrets, HubSettings settings, Clock clock) {
        return new PageCookies(secrets.jwtSecret(), settings.token(), settings.listenPort(), clock);
    }

    @Bean
    SignInLimiter signInLimiter(Clock clock) {
        return new SignInLimiter(clock);
    }
}
