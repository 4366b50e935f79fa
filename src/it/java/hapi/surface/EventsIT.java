package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// The event stream over real HTTP: filters, cursors, compression that others can read, and a
/// reader that does not read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class EventsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
        client = hub.client();
    }

    @Test
    void eachFilterLetsItsOwnEventsThrough() {
        String one = newSession(client);
        String other = newSession(client);
        try (EventStream all = open("all=true");
                EventStream ofOne = open("sessionId=" + one);
                EventStream ofNone = open("");
                EventStream abroad = hub.client().inNamespace("abroad").events("all=1")) {
            abroad.await(LIMIT, e -> e.type().equals("connection-changed"));

            rename(other, "second");
            rename(one, "first");

            ofOne.await(LIMIT, e -> e.data().toString().contains("first"));
            all.await(LIMIT, e -> e.data().toString().contains("first"));
            all.await(LIMIT, e -> e.data().toString().contains("second"));
            assertThat(ofOne.events().toString()).doesNotContain("second");
            assertThat(ofNone.events()).hasSize(1);
            assertThat(abroad.events()).hasSize(1);
        }
    }

    @Test
    void sessionThatIsUnknownOrAnothersIsRefusedBeforeTheStream() {
        String foreign = newSession(client.inNamespace("abroad"));

        assertThat(client.get("/api/events?sessionId=nope").status()).isEqualTo(404);
        assertThat(client.get("/api/events?machineId=nope").status()).isEqualTo(404);
        assertThat(client.get("/api/events?sessionId=" + foreign).status()).isIn(403, 404);
    }

    @Test
    void cursorBringsBackWhatWasMissedAndNothingElse() {
        String session = newSession(client);
        String cursor;
        try (EventStream stream = open("all=true")) {
            rename(session, "before");
            cursor = stream.await(LIMIT, e -> e.data().toString().contains("before")).id();
        }

        rename(session, "missed");

        try (EventStream stream = client.events("all=true&lastEventId=" + cursor)) {
            EventStream.Event missed =
                    stream.await(LIMIT, e -> e.data().toString().contains("missed"));
            assertThat(stream.events().getFirst().data().path("data").path("resume").asString())
                    .isEqualTo("ok");
            assertThat(stream.events().toString()).doesNotContain("before");
            assertThat(missed.id().split(":")[0]).isEqualTo(cursor.split(":")[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "00000000:1:00000000", "%s:999999:%s", "a:b:c:d"})
    void cursorThatLeadsNowhereIsAGap(String form) {
        String session = newSession(client);
        String cursor;
        try (EventStream stream = open("all=true")) {
            rename(session, "x");
            cursor = stream.await(LIMIT, e -> !e.id().isEmpty()).id();
        }
        String[] parts = cursor.split(":");

        try (EventStream stream =
                client.events("all=true&lastEventId=" + form.formatted(parts[0], parts[2]))) {
            assertGap(stream);
        }
        try (EventStream stream =
                client.inNamespace("abroad").events("all=true&lastEventId=" + cursor)) {
            assertGap(stream);
        }
    }

    private static void assertGap(EventStream stream) {
        EventStream.Event first = stream.await(LIMIT, e -> e.type().equals("connection-changed"));
        assertThat(first.data().path("data").path("resume").asString()).isEqualTo("gap");
    }

    @Test
    void curlReadsTheCompressedStreamAsItComes() throws IOException {
        reads("curl", "-sSiN", "--compressed", url());
    }

    @Test
    void nodeReadsTheCompressedStreamAsItComes() throws IOException {
        String script =
                """
                fetch(process.argv[1]).then(async answer => {
                  console.log('content-encoding: ' + answer.headers.get('content-encoding'))
                  for await (const chunk of answer.body) process.stdout.write(chunk)
                })
                """;
        reads("node", "-e", script, url());
    }

    /// Reads each event before the next one happens.
    private void reads(String... command) throws IOException {
        Process reader = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = reader.inputReader(StandardCharsets.UTF_8)) {
            readUntil(lines, "content-encoding: gzip");
            readUntil(lines, "connection-changed");
            for (int i = 0; i < 20; i++) {
                String session = newSession(client);
                readUntil(lines, session);
            }
        } finally {
            reader.destroyForcibly();
        }
    }

    private static void readUntil(BufferedReader lines, String words) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.toLowerCase().contains(words)) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("ended without '" + words + "': " + seen);
    }

    @Test
    void chromiumReadsTheCompressedStreamAsItComes() {
        Browser browser = Browser.launch(stage);
        Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        StringBuilder encodings = new StringBuilder();
        page.onResponse(answer -> {
            if (answer.url().contains("/api/events")) {
                encodings.append(answer.headers().get("content-encoding"));
            }
        });
        // An empty page of the hub's own address; the hub's pages allow less than a test needs.
        page.route(
                "**/empty",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("text/html")
                                        .setBody("<!doctype html><link rel=icon href='data:,'>")));
        page.navigate(hub.url().resolve("/empty").toString());
        page.evaluate(
                """
                url => {
                  window.seen = ''
                  new EventSource(url).onmessage = event => window.seen += event.data
                }
                """,
                url());
        page.waitForFunction("() => window.seen.includes('connection-changed')");

        for (int i = 0; i < 20; i++) {
            String session = newSession(client);
            page.waitForFunction("id => window.seen.includes(id)", session);
        }

        assertThat(encodings).hasToString("gzip");
    }

    @Test
    void readerThatDoesNotReadIsCutOffWithAReasonAndMayComeBack() throws Exception {
        String session = newSession(client);
        SocketPeer cli =
                stage.keep(
                        SocketPeer.connect(
                                hub.url(), Map.of("token", hub.token(), "sessionId", session)));
        assertThat(cli.outcome()).isEqualTo("connected");
        try (Socket slow = new Socket();
                EventStream awake = open("sessionId=" + session)) {
            slow.setReceiveBufferSize(16 * 1024);
            slow.connect(new InetSocketAddress(hub.url().getHost(), hub.url().getPort()));
            String request =
                    "GET /api/events?all=true&token="
                            + client.signIn()
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");

            ObjectNode message = Json.object().put("sid", session);
            message.putObject("message")
                    .put("role", "agent")
                    .putObject("content")
                    .put("type", "codex")
                    .putObject("data")
                    .put("type", "message")
                    .put("message", "x".repeat(50_000));
            for (int i = 0; i < 20 && !log().contains("event stream ended: slow"); i++) {
                for (int j = 0; j < 20; j++) {
                    cli.emit("message", message);
                }
                cli.flush();
            }

            await().atMost(LIMIT).until(() -> log().contains("event stream ended: slow"));
            rename(session, "still-here");
            awake.await(LIMIT, e -> e.data().toString().contains("still-here"));
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> ids = text.lines().filter(it -> it.startsWith("id: ")).toList();
            try (EventStream again =
                    client.events("all=true&lastEventId=" + ids.getLast().substring(4))) {
                EventStream.Event first =
                        again.await(LIMIT, e -> e.type().equals("connection-changed"));
                assertThat(first.data().path("data").path("resume").asString()).isIn("ok", "gap");
            }
        }
    }

    private String log() throws IOException {
        try (Stream<Path> files = Files.list(hub.home().resolve("logs"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private String url() {
        return hub.url().resolve("/api/events?all=true&token=" + client.signIn()).toString();
    }

    private EventStream open(String query) {
        EventStream stream = client.events(query);
        stream.await(LIMIT, e -> e.type().equals("connection-changed"));
        return stream;
    }

    private void rename(String session, String name) {
        client.call("PATCH", "/api/sessions/" + session, Json.object().put("name", name)).ok();
    }

    private String newSession(HubClient who) {
        ObjectNode session = Json.object().put("tag", "events-" + UUID.randomUUID());
        session.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        String token = who == client ? hub.token() : hub.token() + ":abroad";
        return who.send("POST", "/cli/sessions", session, token)
                .ok()
                .path("session")
                .path("id")
                .asString();
    }
}
