package hapi.cli.tui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of the terminal on standard input, kept in the words of `stty -g`: a session whose
/// agent has the screen all the time needs no terminal library, which costs a fifth of a second of
/// processor time at each start (measured).
final class FoundSettings {
    private static final Logger log = LoggerFactory.getLogger(FoundSettings.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MAX_LENGTH = 500;
    private final String settings;

    private FoundSettings(String settings) {
        this.settings = settings;
    }

    /// The settings as they are now; empty where there is no `stty`, as on Windows.
    static Optional<FoundSettings> save() {
        return stty("-g")
                .map(String::strip)
                .filter(text -> text.matches("[0-9a-zA-Z:=;,]+"))
                .map(FoundSettings::new);
    }

    /// Puts them back; false when that did not work.
    boolean putBack() {
        return stty(settings).isPresent();
    }

    /// What it prints, empty when it fails.
    private static Optional<String> stty(String argument) {
        try {
            Process stty =
                    new ProcessBuilder(List.of("stty", argument))
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream out = stty.getInputStream()) {
                byte[] printed = out.readNBytes(MAX_LENGTH);
                if (!stty.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    stty.destroyForcibly();
                    return Optional.empty();
                }
                return stty.exitValue() == 0
                        ? Optional.of(new String(printed, StandardCharsets.US_ASCII))
                        : Optional.empty();
            }
        } catch (IOException e) {
            log.debug("no stty here: {}", e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
