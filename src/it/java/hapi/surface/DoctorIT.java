package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `hapi doctor` against a real hub, with one fault planted at a time: it finds this one and no
/// other, and says what to do.
class DoctorIT {
    @TempDir private static Path hubHome;
    private static EmbeddedHub hub;
    @TempDir private Path folder;
    private Path home;
    private CommandRun doctor;

    @BeforeAll
    static void start() {
        hub = EmbeddedHub.start(hubHome, Clock.systemUTC(), Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void healthyMachine() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path agent = Files.writeString(programs.resolve("claude"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
        doctor =
                new CommandRun(home)
                        .with("PATH", programs.toString())
                        .with("HAPI_API_URL", hub.url().toString())
                        .with("CLI_API_TOKEN", EmbeddedHub.TOKEN);
    }

    @Test
    void healthyMachineHasNoFault() {
        CommandRun.Result result = doctor.run("doctor");

        assertThat(result.out()).contains("All is well.").doesNotContain("✗");
        assertThat(result.code()).isZero();
        assertThat(doctor.run("doctor", "--json").json().path("healthy").asBoolean()).isTrue();
    }

    @Test
    void wrongTokenIsFound() {
        doctor.with("CLI_API_TOKEN", "not-the-token");

        assertThat(onlyFault("token")).contains("CLI_API_TOKEN", "hapi auth login");
    }

    @Test
    void wrongUrlIsFoundWhenTheNameIsUnknown() {
        doctor.with("HAPI_API_URL", "http://no-such-machine.invalid:3006");

        assertThat(onlyFault("hub-url")).contains("no-such-machine.invalid", "HAPI_API_URL");
    }

    @Test
    void wrongUrlIsFoundWhenSomethingElseAnswers() throws IOException {
        try (Served other = new Served(exchange -> answer(exchange, 200, "<html>a page</html>"))) {
            doctor.with("HAPI_API_URL", other.url());

            assertThat(onlyFault("hub-url")).contains("no HAPI hub", "Correct HAPI_API_URL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:3006", "ftp://hub", "http://"})
    void wrongUrlIsFoundWhenItIsNoAddress(String url) {
        doctor.with("HAPI_API_URL", url);

        assertThat(onlyFault("hub-url")).contains("Correct HAPI_API_URL");
    }

    @Test
    void hubThatIsDownIsFound() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        doctor.with("HAPI_API_URL", "http://127.0.0.1:" + port);

        assertThat(onlyFault("hub")).contains("hub is down", "hapi hub");
    }

    @Test
    void hubThatIsDownBehindAProxyIsFound() throws IOException {
        try (Served proxy = new Served(exchange -> answer(exchange, 502, "Bad Gateway"))) {
            doctor.with("HAPI_API_URL", proxy.url());

            assertThat(onlyFault("hub")).contains("behind it does not", "hapi hub");
        }
    }

    @Test
    void proxyThatEatsWebsocketsIsFound() throws IOException {
        try (Served proxy = new Served(DoctorIT::passOn)) {
            doctor.with("HAPI_API_URL", proxy.url());

            assertThat(onlyFault("websocket"))
                    .contains("websockets do not", "/socket.io/", "proxy_set_header Upgrade");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5H", "-PT3M"})
    void clockThatIsOffIsFound(String ahead) {
        doctor.at(Clock.offset(Clock.systemUTC(), Duration.parse(ahead)));

        String found = onlyFault("clock");

        assertThat(found).contains("timedatectl");
        assertThat(found).contains(ahead.startsWith("-") ? "behind" : "over before it begins");
    }

    @Test
    void missingAgentIsFound() {
        assumeThat(Path.of("/usr/local/bin/claude")).doesNotExist();
        doctor.with("PATH", folder.toString());

        assertThat(onlyFault("agents")).contains("No agent", "npm install -g");
    }

    @Test
    void missingAgentThatWasNamedIsFound() {
        doctor.with("HAPI_CLAUDE_PATH", "/nowhere/claude");

        assertThat(onlyFault("agents")).contains("HAPI_CLAUDE_PATH", "/nowhere/claude");
    }

    @Test
    void homeWithoutRightsIsFound() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        doctor.with("HAPI_HOME", file.resolve("home").toString());

        assertThat(onlyFault("home")).contains("HAPI_HOME");
    }

    @Test
    void homeThatNobodyCanWriteIsFound() {
        assumeThat(Path.of("/proc/self/task")).isDirectory();
        doctor.with("HAPI_HOME", "/proc/self/task");

        assertThat(onlyFault("home")).contains("No rights", "chown");
    }

    @Test
    void homeOfAnotherIsFound() throws IOException {
        assumeThat(System.getProperty("user.name")).isNotEqualTo("root");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-x------"));

        String found = onlyFault("home");

        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        assertThat(found).contains("No rights", "chown");
    }

    @Test
    void brokenSettingsAreFoundWithTheirPlace() throws IOException {
        Files.writeString(home.resolve("settings.json"), "{\n  \"a\": 1,,\n}");

        assertThat(onlyFault("settings")).contains("line 2", "by hand");
    }

    @Test
    void staleLockOfARunnerIsFoundAndCleaned() throws IOException {
        Path lock = Files.writeString(home.resolve("runner.state.json.lock"), "999999999");

        assertThat(onlyFault("locks")).contains(lock.toString(), "hapi doctor clean");

        assertThat(doctor.run("doctor", "clean").code()).isZero();
        assertThat(doctor.run("doctor").code()).isZero();
    }

    @Test
    void staleLocksOfTheSettingsAreFoundAndFreshOnesAreNot() throws IOException {
        Path fresh = Files.createFile(home.resolve("settings.json.lock"));
        assertThat(doctor.run("doctor").code()).isZero();

        Path left = Files.createDirectory(home.resolve("settings.json.hapi.lock"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(onlyFault("locks")).contains(left.toString()).doesNotContain(fresh.toString());
    }

    /// The one fault of a report, as one text.
    private String onlyFault(String check) {
        CommandRun.Result result = doctor.run("doctor", "--json");
        assertThat(result.code()).as(result.out()).isEqualTo(1);
        List<JsonNode> faults =
                result.json()
                        .path("findings")
                        .valueStream()
                        .filter(it -> it.path("status").asString().equals("fault"))
                        .toList();
        assertThat(faults).extracting(it -> it.path("check").asString()).containsExactly(check);
        JsonNode fault = faults.getFirst();
        assertThat(fault.path("fix").size()).as("a fix for " + fault).isPositive();
        assertThat(result.out()).doesNotContain(EmbeddedHub.TOKEN);
        return Stream.concat(
                        Stream.of(fault.path("summary").asString()),
                        fault.path("fix").valueStream().map(JsonNode::asString))
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow();
    }

    /// A proxy that knows requests and answers only: it drops what asks for an upgrade.
    private static void passOn(HttpExchange exchange) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI target = hub.url().resolve(exchange.getRequestURI());
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(target)
                            .method(
                                    exchange.getRequestMethod(),
                                    HttpRequest.BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()));
            for (String name : List.of("Authorization", "Content-Type")) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// A small server that is not the hub.
    private static final class Served implements AutoCloseable {
        private final HttpServer server;

        Served(com.sun.net.httpserver.HttpHandler handler) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Thread::startVirtualThread);
            server.createContext("/", handler);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
