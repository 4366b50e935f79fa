package hapi.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.config.CliConfig;
import hapi.cli.hub.HubFailure;
import hapi.protocol.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
    @TempDir private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private boolean isTerminal;
    private String typed = "";

    @BeforeEach
    void ownHome() {
        environment.put("HAPI_HOME", home.toString());
        environment.put("HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HAPI_HOSTNAME", "box");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-v", "claude --version", "runner start -v"})
    void versionIsPrintedWhereverItIsAskedFor(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(text(out)).startsWith("hapi version: ");
    }

    static Stream<String> everyCommand() {
        return Stream.concat(
                Dispatcher.COMMANDS.stream()
                        .filter(command -> !command.equals("help"))
                        .flatMap(command -> Stream.of(command + " --help", command + " -h")),
                Stream.of(
                        "--help",
                        "help",
                        "-h",
                        "server --help",
                        "hub install --help",
                        "auth",
                        "runner",
                        "help list",
                        "help acp",
                        "mcp --help"));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void helpHasExamplesEndsWithZeroAndStartsNothing(String line) {
        assertThat(run(line.split(" "))).isZero();

        assertThat(text(out)).contains("Usage:", "Examples:");
        assertThat(text(out).lines()).allMatch(row -> row.length() <= 80);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void mainHelpNamesEveryCommand() {
        run("--help");

        Dispatcher.COMMANDS.stream()
                .filter(command -> !command.equals("help"))
                .forEach(command ->
                        assertThat(text(out)).containsPattern("(?m)^  %s ".formatted(command)));
    }

    @Test
    void helpNamesTheOptionsThatOnlyThisAgentHas() {
        run("codex", "--help");
        assertThat(text(out)).contains("\n  --service-tier TIER ", "\n  --yolo ");
        out.reset();

        run("gemini", "--help");
        assertThat(text(out)).doesNotContain("--service-tier").contains("\n  --yolo ");
    }

    @Test
    void bareHapiWithoutATerminalNeedsAName() {
        assertThat(run()).isEqualTo(1);
        assertThat(text(err)).startsWith("Name an agent").contains("Usage:");
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionIsAScriptThatKnowsTheCommands(String shell) throws Exception {
        assertThat(run("completion", shell)).isZero();

        assertThat(text(out)).contains("approve", "--for-session", "stop-session", "logout");
        Path script = Files.writeString(home.resolve("script"), text(out));
        Process check = new ProcessBuilder("bash", "-n", script.toString()).start();
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void serviceFileOfTheHubIsOnlyPrinted() {
        assertThat(run("hub", "install")).isEqualTo(1);
        assertThat(text(err)).contains("writes nothing by itself");
        assertThat(run("hub", "install", "--print", "--system", "upstart")).isEqualTo(2);
        assertThat(text(err)).contains("--system is systemd or launchd, not upstart");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void completionNeedsAShellItKnows() {
        assertThat(run("completion")).isEqualTo(2);
        assertThat(run("completion", "fish")).isEqualTo(2);
    }

    @Test
    void codeForAPhoneHoldsTheAddressAndIsRefusedForThisVeryMachine() {
        environment.put("CLI_API_TOKEN", "tok");

        assertThat(run("auth", "qr")).isEqualTo(1);
        assertThat(text(err)).contains("A phone cannot reach", "--lan");

        assertThat(run("auth", "qr", "--url", "https://hub.example/")).isZero();
        assertThat(text(out))
                .contains("sign in at https://hub.example\n", "█")
                .doesNotContain("tok=");
        assertThat(run("auth", "qr", "--url", "nonsense")).isEqualTo(1);
    }

    @Test
    void resumeWithoutAHubSaysSo() {
        environment.put("CLI_API_TOKEN", "t");
        environment.put("HAPI_API_URL", "http://127.0.0.1:9");

        assertThat(run("resume")).isEqualTo(4);
        assertThat(text(err)).contains("Unable to connect", "hapi doctor");
    }

    @ParameterizedTest
    @CsvSource({
        "runer, hapi runner",
        "docter, hapi doctor",
        "cluade, hapi claude",
        "bogus, hapi --help",
        "'fix the bug', 'hapi claude \"fix the bug\"'"
    })
    void unknownWordIsRefusedWithASuggestion(String word, String suggestion) {
        assertThat(run(word)).isEqualTo(2);
        assertThat(text(err)).startsWith("Unknown command: " + word).contains(suggestion);
    }

    @ParameterizedTest
    @CsvSource({
        "list extra, One word too many: extra, list",
        "list --bogus, Unknown option: --bogus, list",
        "approve --session, Missing required parameter, approve",
        "auth status --bogus, Unknown option: --bogus, auth",
        "runner start --bogus, Unknown option: --bogus, runner",
        "doctor bogus, Unknown doctor action: bogus, doctor",
        "demo --bogus, One word too many: --bogus, demo"
    })
    void wrongUseNamesTheWordAndTheHelp(String line, String words, String command) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(text(err)).contains(words, "Run: hapi %s --help".formatted(command));
        assertThat(text(err).lines()).hasSize(2).allMatch(row -> row.length() <= 80);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void refusedTokenOfTheEnvironmentIsNotMendedByALogin() {
        HubFailure refused =
                new HubFailure.Unauthorized(
                        URI.create("http://h:1"), "Invalid token", OptionalInt.empty());
        environment.put("CLI_API_TOKEN", "t");

        assertThat(HubCommand.lines(refused, CliConfig.load(environment)))
                .contains("  CLI_API_TOKEN in the environment counts first: change it or");
        environment.remove("CLI_API_TOKEN");
        assertThat(HubCommand.lines(refused, CliConfig.load(environment)))
                .noneMatch(row -> row.contains("CLI_API_TOKEN"));
    }

    @Test
    void hubThatIsDownIsStartedHereOnlyIfItIsOfThisMachine() {
        assertThat(down("http://127.0.0.1:9")).anyMatch(row -> row.endsWith("hapi hub"));
        assertThat(down("http://[::1]:9")).anyMatch(row -> row.endsWith("hapi hub"));
        assertThat(down("https://hub.example")).noneMatch(row -> row.endsWith("hapi hub"));
    }

    private List<String> down(String hub) {
        return HubCommand.lines(
                new HubFailure.Unreachable(URI.create(hub), "connection refused"),
                CliConfig.load(environment));
    }

    @Test
    void authStatusTellsEverythingButTheToken() throws IOException {
        Files.writeString(
                home.resolve("settings.json"),
                "{\"cliApiToken\":\"very-secret\",\"apiUrl\":\"http://h:1/\",\"machineId\":\"m1\"}");

        assertThat(run("auth", "status")).isZero();

        assertThat(text(out))
                .isEqualTo(
                        """
                        Direct Connect Status
                          HAPI_API_URL: http://h:1
                          CLI_API_TOKEN: set
                          Token Source: settings file
                          Machine ID: m1
                          Host: box
                        """);
    }

    @Test
    void authStatusWithoutTokenSaysWhereToGetOne() {
        assertThat(run("auth", "status")).isZero();
        assertThat(text(out))
                .contains("CLI_API_TOKEN: missing", "Token Source: none", "Token not configured");
    }

    @Test
    void loginStoresTheTokenAndKeepsOtherKeys() throws IOException {
        Files.writeString(home.resolve("settings.json"), "{\"custom\":{\"a\":1.50}}");
        isTerminal = true;
        typed = " tok-1 \n";

        assertThat(run("auth", "login")).isZero();

        assertThat(text(out))
                .isEqualTo(
                        "Enter CLI_API_TOKEN: Token saved to %s\n"
                                .formatted(home.resolve("settings.json")));
        var settings = Json.parse(Files.readString(home.resolve("settings.json")));
        assertThat(settings.path("cliApiToken").asString()).isEqualTo("tok-1");
        assertThat(settings.path("custom").toString()).isEqualTo("{\"a\":1.50}");
        assertThat(Files.getPosixFilePermissions(home.resolve("settings.json")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void loginRefusesAnEmptyTokenAPipeAndTheEndOfInput() {
        assertThat(run("auth", "login")).isEqualTo(1);
        assertThat(text(err)).startsWith("Cannot prompt for token in non-TTY environment.");
        isTerminal = true;
        typed = "\n";
        assertThat(run("auth", "login")).isEqualTo(1);
        assertThat(text(err)).contains("Token cannot be empty");
        typed = "";
        err.reset();
        assertThat(run("auth", "login")).isEqualTo(130);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void logoutForgetsTokenAndMachine() throws IOException {
        Files.writeString(
                home.resolve("settings.json"),
                "{\"cliApiToken\":\"t\",\"machineId\":\"m\",\"listenPort\":3006}");

        assertThat(run("auth", "logout")).isZero();

        assertThat(Json.parse(Files.readString(home.resolve("settings.json"))).toString())
                .isEqualTo("{\"listenPort\":3006}");
    }

    @Test
    void unknownAuthWordIsAnError() {
        assertThat(run("auth", "bogus")).isEqualTo(2);
        assertThat(text(err))
                .isEqualTo("Unknown auth subcommand: bogus\n  Run: hapi auth --help\n");
    }

    @Test
    void brokenSettingsAreNamedWithLineAndColumnAndLeftAlone() throws IOException {
        Files.writeString(home.resolve("settings.json"), "{\n  \"a\": 1,,\n}");

        assertThat(run("auth", "status")).isEqualTo(1);

        assertThat(text(err)).contains("settings.json", "line 2, column");
        assertThat(home.resolve("settings.json")).hasContent("{\n  \"a\": 1,,\n}");
    }

    @Test
    void addressThatIsNoneIsNamed() {
        environment.put("HAPI_API_URL", "localhost:3006");

        assertThat(run("auth", "status")).isEqualTo(1);
        assertThat(text(err)).contains("localhost:3006", "environment");
    }

    @Test
    void claudeWithoutTokenAndTerminalSaysWhatToSet() {
        assertThat(run("claude")).isEqualTo(1);
        assertThat(text(err))
                .isEqualTo(
                        "CLI_API_TOKEN is required.\n"
                                + "  Set it via environment variable or run `hapi auth login`.\n");
    }

    @Test
    void claudeWithoutAHubSaysWhereItLookedAndLeavesNoRunner() {
        environment.put("CLI_API_TOKEN", "t");
        environment.put("HAPI_API_URL", "http://127.0.0.1:9");

        assertThat(run("claude")).isEqualTo(1);

        assertThat(text(err))
                .startsWith("Unable to connect to HAPI hub\n  Hub URL: http://127.0.0.1:9\n");
        assertThat(home.resolve("runner.state.json")).doesNotExist();
    }

    @Test
    void doctorShowsNoSecretFromSettingsEnvironmentOrAddress() throws IOException {
        Files.writeString(
                home.resolve("settings.json"),
                "{\"cliApiToken\":\"secret-1\",\"vapidKeys\":{\"privateKey\":\"secret-2\"},\"machineId\":\"m1\",\"publicUrl\":\"https://u:secret-3@h/?token=secret-4\"}");
        environment.put("CLI_API_TOKEN", "secret-5");
        environment.put("HAPI_EXTRA_HEADERS_JSON", "{\"X-Key\":\"secret-6\"}");
        environment.put("HAPI_API_URL", "http://user:secret-7@127.0.0.1:9");

        assertThat(run("doctor")).isEqualTo(1);

        assertThat(text(out) + text(err))
                .doesNotContain("secret-")
                .contains("the hub is down", "vapidKeys: (set)", "Runner is not running");
    }

    @Test
    void doctorCleansOnlyThisHomeAndRefusesOtherWords() throws IOException {
        Path lock = Files.writeString(home.resolve("runner.state.json.lock"), "999999999");
        Path beside = Files.writeString(home.resolve("other.lock"), "999999999");

        assertThat(run("doctor", "clean")).isZero();

        assertThat(text(out)).isEqualTo("Removed %s\n".formatted(lock));
        assertThat(lock).doesNotExist();
        assertThat(beside).exists();
        assertThat(run("doctor", "bogus")).isEqualTo(2);
    }

    @Test
    void runnerWithoutRunnerAnswersQuietly() {
        assertThat(run("runner", "stop")).isZero();
        assertThat(run("runner", "list")).isZero();
        assertThat(text(out)).startsWith("No active sessions");
        assertThat(run("runner", "logs")).isZero();
        assertThat(run("runner", "stop-session")).isEqualTo(2);
        assertThat(text(err)).contains("Session ID required", "Run: hapi runner --help");
        assertThat(run("runner", "bogus")).isEqualTo(2);
        assertThat(run("runner", "--bogus")).isEqualTo(2);
    }

    @Test
    void hookForwarderNamesWhatIsMissing() {
        assertThat(run("hook-forwarder")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("[hook-forwarder] Invalid or missing port argument\n");
        assertThat(run("hook-forwarder", "--port", "70000", "-t", "x")).isEqualTo(1);
        assertThat(run("hook-forwarder", "--port=9")).isEqualTo(1);
        assertThat(text(err)).contains("Missing token argument");
        assertThat(run("hook-forwarder", "9", "tok")).isEqualTo(1);
        assertThat(text(err)).contains("cannot reach the session");
    }

    private int run(String... words) {
        out.reset();
        return Dispatcher.run(
                words,
                new Invocation(
                        environment,
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        isTerminal,
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
