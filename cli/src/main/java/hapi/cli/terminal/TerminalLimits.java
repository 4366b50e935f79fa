package hapi.cli.terminal;

import java.time.Duration;
import java.util.Map;

/// How many terminals a session has at once, and how long one may be silent. The same variables
/// hold for the hub. Source: agents/modules.md section 4.
public record TerminalLimits(int max, Duration idle) {
    private static final int DEFAULT_MAX = 4;
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(15);

    /// From `HAPI_TERMINAL_MAX_TERMINALS` and `HAPI_TERMINAL_IDLE_TIMEOUT_MS`; what is no positive
    /// number counts as not set.
    public static TerminalLimits of(Map<String, String> environment) {
        long max = number(environment, "HAPI_TERMINAL_MAX_TERMINALS", DEFAULT_MAX);
        long idle = number(environment, "HAPI_TERMINAL_IDLE_TIMEOUT_MS", DEFAULT_IDLE.toMillis());
        return new TerminalLimits((int) Math.min(max, 1000), Duration.ofMillis(idle));
    }

    private static long number(Map<String, String> environment, String name, long otherwise) {
        String text = environment.getOrDefault(name, "").strip();
        return text.matches("0*[1-9]\\d{0,12}") ? Long.parseLong(text) : otherwise;
    }
}
