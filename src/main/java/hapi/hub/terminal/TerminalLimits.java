package hapi.hub.terminal;

import java.time.Duration;

/// How many terminals a browser's socket and a session may have at once, how many a namespace, and
/// after how long a silence one is closed.
public record TerminalLimits(int perOwner, int perNamespace, Duration idle) {
    public static final TerminalLimits STANDARD = new TerminalLimits(4, 64, Duration.ofMinutes(15));

    public TerminalLimits {
        if (perOwner < 1 || perNamespace < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException(
                    "limits of %d, %d and %s".formatted(perOwner, perNamespace, idle));
        }
    }
}
