package hapi.hub.auth;

import hapi.hub.config.HubSettings;
import hapi.hub.config.SecretFiles;
import hapi.protocol.home.HubProof;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the checkers from the settings and the secret files.
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {
    @Bean
    SecretFiles secretFiles(HubSettings settings) {
        return new SecretFiles(settings.home());
    }

    /// The home is that of the settings, so is the port: a random one of a test is no port to ask
    /// on.
    @Bean
    HubProof hubProof(HubSettings settings) throws IOException {
        return HubProof.keep(settings.home(), settings.listenPort());
    }

    @Bean
    Credentials credentials(HubSettings settings, SecretFiles secrets) {
        return new Credentials(settings.token(), secrets.jwtSecret());
    }

    @Bean
    AccessTokens accessTokens(Credentials credentials) {
        return new ConfiguredAccessTokens(credentials);
    }

    @Bean
    WebTokens webTokens(Credentials credentials, SecretFiles secrets, Clock clock) {
        return new WebTokens(credentials, secrets.ownerId(), clock);
    }

    @Bean
    TerminalTickets terminalTickets(Credentials credentials, Clock clock) {
        return new TerminalTickets(credentials, clock);
    }

    @Bean
    PageCookies pageCookies(Credentials credentials, HubSettings settings, Clock clock) {
        return new PageCookies(credentials, settings.listenPort(), clock);
    }

    @Bean
    SignInGate signInGate(
            AccessTokens accessTokens, WebTokens webTokens, HubSettings settings, Clock clock) {
        return new SignInGate(
                accessTokens, webTokens, new SignInLimiter(clock), settings.isTokenWeak());
    }

    @Bean
    TelegramSignIn telegramSignIn(HubSettings settings, TelegramAccounts accounts, Clock clock) {
        return new TelegramSignIn(settings.telegram(), accounts, clock);
    }

    @Bean
    OpenChannels openChannels(Credentials credentials, HubSettings settings, Clock clock) {
        return new OpenChannels(
                credentials,
                clock,
                Map.of(
                        OpenChannels.Kind.SOCKET, settings.limits().sockets(),
                        OpenChannels.Kind.TERMINAL, settings.limits().streams(),
                        OpenChannels.Kind.STREAM, settings.limits().streams()));
    }
}
