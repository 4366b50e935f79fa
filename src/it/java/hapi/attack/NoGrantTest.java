package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubServer.Route;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import hapi.testkit.hub.SocketPeer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// Row 40: there is no role of a mere viewer (decision 0039). A grant of a namespace allows
/// everything in it; without one, or with that of another namespace, every act of the page, every
/// route and every event of a socket does nothing. The page has no other way in: `PageWallTest`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoGrantTest {
    /// An argument that an act reads: `call.text("name")`, `args().path("name")` and the like.
    private static final Pattern READ =
            Pattern.compile("(?:call\\.\\w+|args\\(\\)\\s*\\.\\w+)\\(\\s*\"(\\w+)\"");

    private static final Pattern EVENT = Pattern.compile("\"([a-z]+(?:[-:][a-z]+)*)\"");

    /// Routes that answer anybody, and say nothing of anybody.
    private static final Set<String> OPEN =
            Set.of(
                    "GET /health",
                    "POST /api/auth",
                    "POST /api/bind",
                    "* /error",
                    "GET /ui/hub",
                    "GET /ui/hubs");

    @TempDir static Path home;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private TwoTenants tenants;
    private String cookieOfB = "";

    @BeforeAll
    void fillBoth() {
        tenants = new TwoTenants(home);
        cookieOfB = cookie("b");
    }

    @AfterAll
    void close() {
        tenants.close();
        http.close();
    }

    @BeforeEach
    void beat() {
        tenants.beat();
    }

    @AfterEach
    void nothingOfAIsTouched() {
        tenants.checkNothingOfAIsTouched();
    }

    Stream<String> acts() {
        return tenants.hub.all(UiAct.class).stream().map(UiAct::name).sorted();
    }

    @ParameterizedTest
    @MethodSource("acts")
    @DisplayName("row 40: an act without a sign-in is refused")
    void actWithoutASignInIsRefused(String act) {
        for (String cookie :
                List.of("", nameOf(cookieOfB) + "=", nameOf(cookieOfB) + "=x.y.z", "other=1")) {
            HttpResponse<String> answer = act(cookie, act, everything());

            assertThat(answer.statusCode()).as(cookie).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("acts")
    @DisplayName(
            "row 40: an act with the grant of another namespace does nothing and tells nothing")
    void actOfAnotherNamespaceDoesNothing(String act) {
        ObjectNode typed = everything();
        typed.propertyNames().forEach(name -> typed.putObject(name).put("id", tenants.sessionOfA));
        for (ObjectNode args : List.of(everything(), typed, Json.object())) {
            HttpResponse<String> answer = act(cookieOfB, act, args);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("secret of a", "stolen", "/p\"");
        }
    }

    @Test
    @DisplayName("row 40: whatever an act reads is tried here, also in an act that is new")
    void everyArgumentIsTried() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/hapi/hub/ui"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                if (!file.endsWith("ActController.java")
                        && (source.contains("UiAct") || source.contains("ActCall"))) {
                    READ.matcher(source).results().forEach(found -> read.add(found.group(1)));
                }
            }
        }

        assertThat(read).contains("session", "request", "hash", "choice");
        assertThat(Set.copyOf(everything().propertyNames())).containsAll(read);
        assertThat(acts()).contains("decide");
    }

    Stream<Route> routes() {
        return tenants.hub.routes().stream()
                .filter(route -> !OPEN.contains(route.toString()))
                .flatMap(route ->
                        route.method().equals("*")
                                ? Stream.of("GET", "POST", "DELETE")
                                        .map(method -> new Route(method, route.pattern()))
                                : Stream.of(route));
    }

    @ParameterizedTest
    @MethodSource("routes")
    @DisplayName("row 40: a route without a grant is refused")
    void routeWithoutAGrantIsRefused(Route route) {
        String path = path(route);
        String jwt = tenants.b.signIn();
        List<String> headers =
                path.startsWith("/cli/")
                        ? List.of("", "Bearer x", "Bearer " + jwt, "Basic " + tenants.hub.token())
                        : List.of("", "Bearer x", "Bearer " + tenants.hub.token(), "bearer " + jwt);
        for (String header : headers) {
            HttpResponse<String> answer = send(route.method(), path, "Authorization", header);

            assertThat(answer.statusCode())
                    .as("%s %s: %s", header, path, answer.body())
                    .isIn(401, 403, 429);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    @DisplayName("row 40: a route of the page with the cookie of another gives nothing away")
    void routeWithAForeignCookieGivesNothingAway(Route route) {
        HttpResponse<String> answer = send(route.method(), path(route), "Cookie", cookieOfB);

        // What is refused like an act is 200 and says so.
        if (answer.statusCode() != 200 || !answer.body().startsWith("{\"ok\":false")) {
            assertThat(answer.statusCode())
                    .as("%s: %s", route, answer.body())
                    .isIn(400, 401, 403, 404, 409, 410, 411, 413, 415);
        }
        assertThat(answer.body()).doesNotContain("secret of a", "stolen");
    }

    @Test
    @DisplayName("row 40: no socket opens without a grant of its kind")
    void noSocketOpensWithoutAGrant() {
        String jwt = tenants.b.signIn();
        for (String token : List.of("", "x", jwt, tenants.hub.token() + ":")) {
            try (SocketPeer peer =
                    SocketPeer.connect(
                            tenants.hub.url(),
                            Map.of("token", token, "sessionId", tenants.sessionOfA))) {
                assertThat(peer.outcome()).startsWith("refused");
            }
        }
        for (String token : List.of("", "x", tenants.hub.token() + ":a")) {
            try (SocketPeer peer = SocketPeer.terminal(tenants.hub.url(), token)) {
                assertThat(peer.outcome()).startsWith("refused");
            }
        }
    }

    @Test
    @DisplayName("row 40: no event of a socket of another namespace has an effect")
    void noEventOfAnotherNamespaceHasAnEffect() throws IOException {
        Set<String> known = new TreeSet<>(events("CliNamespace"));
        known.addAll(events("TerminalNamespace"));
        assertThat(known)
                .contains("message", "update-state", "machine-update-metadata", "terminal:create")
                .hasSizeGreaterThan(20);
        try (SocketPeer cli =
                        SocketPeer.connect(
                                tenants.hub.url(),
                                Map.of(
                                        "token",
                                        tenants.hub.token() + ":b",
                                        "sessionId",
                                        tenants.sessionOfA));
                SocketPeer browser = SocketPeer.terminal(tenants.hub.url(), tenants.b.signIn())) {
            assertThat(cli.outcome()).isEqualTo("connected");
            assertThat(browser.outcome()).isEqualTo("connected");

            for (String event : known) {
                cli.emit(event, everything());
                browser.emit(event, everything());
            }
            cli.flush();
            browser.emit("terminal:create", everything().put("terminalId", "last"));
            browser.await("terminal:error", it -> it.path("terminalId").asString().equals("last"));
        }
        assertThat(tenants.cliOfA.events()).noneMatch(event -> event.name().contains("terminal"));
    }

    /// The names of events that a namespace of the socket answers.
    private static Set<String> events(String className) throws IOException {
        String source =
                Files.readString(
                        Path.of("src/main/java/hapi/hub/socket/%s.java".formatted(className)));
        return source.lines()
                .filter(line -> line.strip().startsWith("case \""))
                .flatMap(line -> EVENT.matcher(line).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
    }

    /// Something of `a` for every name that anything reads.
    private ObjectNode everything() {
        String session = tenants.sessionOfA;
        String machine = tenants.machineOfA;
        ObjectNode all =
                Json.object()
                        .put("session", session)
                        .put("sessionId", session)
                        .put("sid", session)
                        .put("id", session)
                        .put("machine", machine)
                        .put("machineId", machine)
                        .put("request", "request-a")
                        .put("hash", "0")
                        .put("endpoint", TwoTenants.BROWSER_OF_A.endpoint())
                        .put("p256dh", "stolen")
                        .put("auth", "stolen")
                        .put("idle", 0)
                        .put("choice", "once")
                        .put("chat", "secret")
                        .put("want", "older")
                        .put("reason", "stolen")
                        .put("localId", "local-a")
                        .put("message", tenants.promptOfA)
                        .put("row", tenants.promptOfA)
                        .put("text", "stolen")
                        .put("name", "stolen")
                        .put("title", "stolen")
                        .put("path", "/p")
                        .put("directory", "/p")
                        .put("folder", "/p")
                        .put("query", "secret")
                        .put("what", "cancel")
                        .put("setting", "model")
                        .put("value", "opus")
                        .put("mode", "default")
                        .put("model", "opus")
                        .put("effort", "high")
                        .put("agent", "claude")
                        .put("prompt", "stolen")
                        .put("method", session + ":abort")
                        .put("staged", false)
                        .put("worktree", true)
                        .put("worktreeName", "stolen")
                        .put("create", true)
                        .put("reused", session)
                        .put("chat", session)
                        .put("want", "all")
                        .put("pinned", true)
                        .put("at", 1)
                        .put("seq", 1)
                        .put("time", System.currentTimeMillis())
                        .put("expectedVersion", 1)
                        .put("reasonOfEnd", "terminated")
                        .put("terminalId", "t-a")
                        .put("cols", 80)
                        .put("rows", 24)
                        .put("data", "stolen")
                        .put("state", "queued")
                        .put("tab", 1)
                        .put("number", 1)
                        .put("language", "en");
        all.putArray("localIds").add("local-a");
        all.putArray("attachments").add("/p/x");
        all.putObject("answers").putArray("0").add("stolen");
        all.putObject("metadata").put("path", "/stolen").put("host", "stolen");
        all.putObject("agentState");
        all.putObject("runnerState").put("status", "stolen");
        return all;
    }

    private String path(Route route) {
        String id = route.pattern().contains("machines/") ? tenants.machineOfA : tenants.sessionOfA;
        return route.pattern()
                        .replace("{id}", id)
                        .replace("{session}", tenants.sessionOfA)
                        .replaceAll("\\{\\w+:([\\w-]+)[^}]*}", "$1")
                        .replaceAll("\\{\\w+}", tenants.promptOfA)
                        .replace("**", "x")
                + "?path=x&cwd=x&afterSeq=0&limit=1&session="
                + tenants.sessionOfA;
    }

    private HttpResponse<String> act(String cookie, String act, ObjectNode args) {
        ObjectNode call = Json.object().put("act", act);
        call.set("args", args);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(tenants.hub.url().resolve("/ui/act"))
                        .header("Content-Type", "application/json")
                        .header("Origin", tenants.hub.url().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(call)));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return send(request.build());
    }

    private HttpResponse<String> send(String method, String path, String header, String value) {
        boolean hasBody = !method.equals("GET");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(tenants.hub.url() + path))
                        .header("Content-Type", "application/json")
                        .header("Origin", tenants.hub.url().toString())
                        .method(
                                method,
                                hasBody
                                        ? HttpRequest.BodyPublishers.ofString(
                                                Json.write(everything()))
                                        : HttpRequest.BodyPublishers.noBody());
        if (!value.isEmpty()) {
            request.header(header, value);
        }
        return send(request.build());
    }

    private String cookie(String namespace) {
        String token =
                URLEncoder.encode(tenants.hub.token() + ":" + namespace, StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(tenants.hub.url().resolve("/sign-in"))
                        .header("Origin", tenants.hub.url().toString())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                        .build();
        return send(request).headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }

    private static String nameOf(String cookie) {
        return cookie.substring(0, cookie.indexOf('='));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
