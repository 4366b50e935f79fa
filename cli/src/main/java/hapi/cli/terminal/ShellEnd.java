package hapi.cli.terminal;

import java.util.List;
import java.util.Optional;

/// How a shell ended.
///
/// @param signal the signal behind a code above 128, e.g. `SIGKILL`
record ShellEnd(int code, Optional<String> signal) {
    private static final int SIGNALLED = 128;

    /// By number, from 1. The first fifteen are the same on Linux and macOS but for 7, 10 and 12.
    private static final List<String> SIGNALS =
            List.of(
                    "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "", "SIGFPE",
                    "SIGKILL", "", "SIGSEGV", "", "SIGPIPE", "SIGALRM", "SIGTERM");

    static ShellEnd of(int code) {
        int signal = code - SIGNALLED;
        boolean isKnown = signal > 0 && signal <= SIGNALS.size();
        return new ShellEnd(
                code,
                isKnown
                        ? Optional.of(SIGNALS.get(signal - 1)).filter(name -> !name.isEmpty())
                        : Optional.empty());
    }
}
