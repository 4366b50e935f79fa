package hapi.cli.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a person may say about a runner. It stands in the state file, so that a runner that
/// replaces another one keeps to the same.
///
/// @param roots absolute folders below which the hub may browse and start; none: everywhere
/// @param maxSessions how many sessions that the runner started may live at once
/// @param idleStop after how long without a turn or an open question such a session is ended
public record RunnerOptions(List<Path> roots, int maxSessions, Optional<Duration> idleStop) {
    public static final int DEFAULT_MAX_SESSIONS = 20;
    private static final int MOST_SESSIONS = 1000;
    private static final int MOST_MINUTES = 60 * 24 * 30;

    public RunnerOptions {
        roots = List.copyOf(roots);
    }

    /// Options as words; an empty one falls back to the environment (`HAPI_RUNNER_MAX_SESSIONS`,
    /// `HAPI_RUNNER_IDLE_STOP`), then to the default.
    ///
    /// @param idleStop minutes; 0 is never
    /// @throws IllegalArgumentException with a sentence for the person when one is not a number in
    ///   its range
    public static RunnerOptions of(
            List<Path> roots,
            String maxSessions,
            String idleStop,
            Map<String, String> environment) {
        String sessions =
                maxSessions.isBlank()
                        ? environment.getOrDefault("HAPI_RUNNER_MAX_SESSIONS", "")
                        : maxSessions;
        String minutes =
                idleStop.isBlank()
                        ? environment.getOrDefault("HAPI_RUNNER_IDLE_STOP", "")
                        : idleStop;
        int idle = number("--idle-stop", minutes, 0, MOST_MINUTES, 0);
        return new RunnerOptions(
                roots,
                number("--max-sessions", sessions, 1, MOST_SESSIONS, DEFAULT_MAX_SESSIONS),
                idle == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(idle)));
    }

    /// The words that start a runner with the same options.
    public List<String> arguments() {
        List<String> words = new ArrayList<>();
        roots.forEach(root -> words.add("--workspace-root=" + root));
        words.add("--max-sessions=" + maxSessions);
        words.add("--idle-stop=" + idleStop.map(Duration::toMinutes).orElse(0L));
        return words;
    }

    private static int number(String option, String text, int least, int most, int otherwise) {
        String word = text.strip();
        if (word.isEmpty()) {
            return otherwise;
        }
        if (word.matches("\\d{1,6}")) {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "%s takes a number from %d to %d, not \"%s\"".formatted(option, least, most, word));
    }
}
