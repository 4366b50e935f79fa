package hapi.cli.hub;

import java.util.Locale;

/// Why a session ended, as `session-end` says it.
public enum EndReason {
    COMPLETED,
    TERMINATED,
    ERROR,
    HANDOFF,
    CLEARED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
