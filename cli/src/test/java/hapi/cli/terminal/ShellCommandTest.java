package hapi.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void shellKnowsNoSecretOfTheHub() {
        Map<String, String> given =
                Map.of(
                        "PATH", "/bin",
                        "CLI_API_TOKEN", "t",
                        "HAPI_API_URL", "u",
                        "HAPI_EXTRA_HEADERS_JSON", "{}",
                        "OPENAI_API_KEY", "k",
                        "ANTHROPIC_API_KEY", "k",
                        "TELEGRAM_BOT_TOKEN", "b",
                        "HAPI_SOME_SECRET", "s",
                        "TERM_PROGRAM", "x",
                        "TERM", "dumb");

        Map<String, String> variables = ShellCommand.of(HERE, given).environment();

        assertThat(variables)
                .containsOnly(Map.entry("PATH", "/bin"), Map.entry("TERM", "xterm-256color"));
    }

    @Test
    void shellIsThePersonsOwnUnlessThereIsNone() {
        assertThat(ShellCommand.of(HERE, Map.of("SHELL", "/bin/sh")).program())
                .isEqualTo("/bin/sh");
        assertThat(ShellCommand.of(HERE, Map.of("SHELL", "/no/such/shell")).program())
                .isNotEqualTo("/no/such/shell")
                .startsWith("/bin/");
        assertThat(ShellCommand.of(HERE, Map.of("SHELL", "sh -c x")).program()).startsWith("/bin/");
    }

    @Test
    void limitsAreReadFromTheEnvironment() {
        TerminalLimits set =
                TerminalLimits.of(
                        Map.of(
                                "HAPI_TERMINAL_MAX_TERMINALS", "2",
                                "HAPI_TERMINAL_IDLE_TIMEOUT_MS", "5000"));
        TerminalLimits nonsense =
                TerminalLimits.of(
                        Map.of(
                                "HAPI_TERMINAL_MAX_TERMINALS", "-1",
                                "HAPI_TERMINAL_IDLE_TIMEOUT_MS", "soon"));

        assertThat(set).isEqualTo(new TerminalLimits(2, Duration.ofSeconds(5)));
        assertThat(nonsense).isEqualTo(new TerminalLimits(4, Duration.ofMinutes(15)));
    }

    @Test
    void codeAboveOneHundredAndTwentyEightNamesItsSignal() {
        assertThat(ShellEnd.of(137).signal()).contains("SIGKILL");
        assertThat(ShellEnd.of(129).signal()).contains("SIGHUP");
        assertThat(ShellEnd.of(3).signal()).isEmpty();
        assertThat(ShellEnd.of(200).signal()).isEmpty();
    }
}
