package hapi.hub.terminal;

import hapi.hub.session.SessionService;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Puts the terminals together; the sockets bring the command lines.
@Configuration(proxyBeanMethods = false)
class TerminalConfiguration {
    private static final Logger log = LoggerFactory.getLogger(TerminalConfiguration.class);

    @Bean
    Terminals terminals(
            SessionService sessions, TerminalHosts hosts, Environment environment, Clock clock) {
        return new Terminals(sessions, hosts, limits(environment), clock);
    }

    @Bean
    AgentScreens agentScreens(SessionService sessions, TerminalHosts hosts) {
        return new AgentScreens(sessions, hosts);
    }

    private static TerminalLimits limits(Environment environment) {
        TerminalLimits standard = TerminalLimits.STANDARD;
        long count = number(environment, "HAPI_TERMINAL_MAX_TERMINALS", 1, 64, standard.perOwner());
        long idle =
                number(
                        environment,
                        "HAPI_TERMINAL_IDLE_TIMEOUT_MS",
                        1000,
                        Duration.ofDays(7).toMillis(),
                        standard.idle().toMillis());
        return new TerminalLimits((int) count, standard.perNamespace(), Duration.ofMillis(idle));
    }

    private static long number(
            Environment environment, String name, long least, long most, long standard) {
        String text = environment.getProperty(name, "").strip();
        if (text.isEmpty()) {
            return standard;
        }
        if (text.matches("[0-9]{1,12}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        log.warn(
                "{} must be a number from {} to {}, not \"{}\"; {} is used",
                name,
                least,
                most,
                text,
                standard);
        return standard;
    }
}
