package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubServer.Route;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespaces;
import hapi.protocol.json.Json;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Row 5: no route of the hub, as Spring knows them, gives namespace `b` anything of namespace `a`.
/// The published clients' contract has 403 for what exists elsewhere. Sockets are
/// `NamespaceWallIT`'s.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceRoutesTest {
    private static final Pattern BY_ID =
            Pattern.compile("/(?:api|cli)/(session|machine)s/\\{id}.*");
    private static final Pattern CHOICE = Pattern.compile("\\{\\w+:([^}]+)}");

    /// Routes that name no session and no machine in their path, by the test here that has them.
    private static final Map<String, List<String>> WITHOUT_ID =
            Map.of(
                    // By cookie, which no other has; `PageActsTest`, `ChatReadingTest`.
                    "everyRouteIsTried",
                    List.of(
                            "POST /ui/act",
                            "POST /ui/upload",
                            "GET /ui/file/{session}",
                            "GET /ui/blob/{session}/generated/{image}",
                            "GET /ui/diagram"),
                    "whatBelongsToNobodySaysNothing",
                    List.of(
                            "* /api/**",
                            "* /cli/**",
                            "* /error",
                            "GET /health",
                            "GET /ui/hub",
                            "GET /ui/hubs",
                            "GET /api/hub-settings",
                            "GET /api/voice/backend",
                            "GET /api/voice/transcription/providers",
                            "GET /api/push/vapid-public-key"),
                    "signInGivesTheNamespaceOfTheTokenOnly",
                    List.of("POST /api/auth", "POST /api/bind"),
                    "listsShowTheOwnOnly",
                    List.of(
                            "GET /api/sessions",
                            "GET /api/machines",
                            "GET /cli/sessions/resumable"),
                    "storageIsTheOwners",
                    List.of("GET /api/storage/sqlite"),
                    "streamsAreRefusedAndCursorsDoNotCross",
                    List.of("GET /api/events"),
                    "streamOfAnotherIsNotFound",
                    List.of("POST /api/visibility"),
                    "subscriptionsOfAnotherStay",
                    List.of("POST /api/push/subscribe", "DELETE /api/push/subscribe"),
                    "idsAndTagsOfAnotherAreNotTaken",
                    List.of("POST /cli/sessions", "POST /cli/machines"));

    /// Something for every key that a route reads.
    private static final String BODY =
            """
            {"text":"x","localIds":["local-a"],"localId":"l","mode":"remote","permissionMode":"default",
             "model":"opus","effort":"high","modelReasoningEffort":"high","serviceTier":"fast",
             "collaborationMode":"default","copilotAgentMode":"agent","name":"stolen","summary":"stolen",
             "displayName":"stolen","pinned":true,"filename":"f","content":"eA==","mimeType":"text/plain",
             "path":"/p","paths":["/p"],"directory":"/p","agent":"claude","decision":"approved"}
            """;

    @TempDir static Path home;

    private TwoTenants tenants;
    private HubClient b;
    private String jwtOfB = "";

    @BeforeAll
    void fillBoth() {
        tenants = new TwoTenants(home);
        b = tenants.b;
        jwtOfB = b.signIn();
    }

    @AfterAll
    void close() {
        tenants.close();
    }

    @BeforeEach
    void beat() {
        tenants.beat();
    }

    /// Whatever was tried.
    @AfterEach
    void nothingOfAIsTouched() {
        tenants.checkNothingOfAIsTouched();
    }

    @Test
    @DisplayName("row 5: a route without an id has a test here, also one that is new")
    void everyRouteIsTried() {
        List<String> without =
                tenants.hub.routes().stream()
                        .filter(route -> !BY_ID.matcher(route.pattern()).matches())
                        .map(Route::toString)
                        .toList();

        assertThat(without)
                .containsExactlyInAnyOrderElementsOf(
                        WITHOUT_ID.values().stream().flatMap(List::stream).toList());
        assertThat(routesById()).hasSizeGreaterThan(50);
        assertThat(Arrays.stream(NamespaceRoutesTest.class.getDeclaredMethods()))
                .extracting(java.lang.reflect.Method::getName)
                .containsAll(WITHOUT_ID.keySet());
    }

    /// Each route by id, with each word where its path has a choice.
    Stream<Route> routesById() {
        return tenants.hub.routes().stream()
                .filter(route -> BY_ID.matcher(route.pattern()).matches())
                .flatMap(route -> {
                    Matcher choice = CHOICE.matcher(route.pattern());
                    return choice.find()
                            ? Arrays.stream(choice.group(1).split("\\|"))
                                    .map(word ->
                                            new Route(route.method(), choice.replaceFirst(word)))
                            : Stream.of(route);
                });
    }

    private HubClient.Answer asB(Route route, String id, String other, String body) {
        String path =
                route.pattern().replace("{id}", id).replaceAll("\\{\\w+}", other)
                        + "?path=x&cwd=x&afterSeq=0&limit=1";
        JsonNode sent = route.method().equals("GET") || body.isEmpty() ? null : Json.parse(body);
        String token = path.startsWith("/cli/") ? tenants.hub.token() + ":b" : jwtOfB;
        return tenants.b.send(route.method(), path, sent, token);
    }

    @ParameterizedTest
    @MethodSource("routesById")
    @DisplayName("row 5: an id of another is refused alike, with any body, an unknown one too")
    void idsOfAnotherAreRefused(Route route) {
        Matcher kind = BY_ID.matcher(route.pattern());
        assertThat(kind.matches()).isTrue();
        boolean isSession = kind.group(1).equals("session");
        String name = isSession ? "Session" : "Machine";
        String ofA = isSession ? tenants.sessionOfA : tenants.machineOfA;

        for (String body : List.of(BODY, "{}", "")) {
            HubClient.Answer foreign = asB(route, ofA, tenants.promptOfA, body);
            HubClient.Answer unknown = asB(route, UUID.randomUUID().toString(), "x", body);

            // Two routes add a code.
            assertThat(foreign.status() + foreign.body())
                    .matches(
                            "403\\{\"error\":\"" + name + " access denied\"(,\"code\":\"\\w+\")?}");
            assertThat(unknown.status() + unknown.body())
                    .matches("404\\{\"error\":\"" + name + " not found\"(,\"code\":\"\\w+\")?}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /api/sessions/{id}/messages/{message}",
                "POST /api/sessions/{id}/messages/{message}/retry",
                "POST /api/sessions/{id}/messages/{message}/steer",
                "POST /api/sessions/{id}/permissions/{request}/approve",
                "POST /api/sessions/{id}/permissions/{request}/deny",
                "GET /api/sessions/{id}/generated-images/{image}",
                "POST /api/sessions/{id}/upload/delete"
            })
    @DisplayName("row 5: messages, requests and pictures of another are unknown in an own session")
    void partsOfAnotherAreUnknown(String line) {
        String[] words = line.split(" ");
        Route route = new Route(words[0], words[1]);
        String part = line.contains("{request}") ? "request-a" : tenants.promptOfA;

        HubClient.Answer foreign = asB(route, tenants.sessionOfB, part, BODY);
        HubClient.Answer unknown = asB(route, tenants.sessionOfB, "unknown", BODY);

        assertThat(foreign.status()).isEqualTo(unknown.status());
        assertThat(foreign.body().replace(part, "unknown")).isEqualTo(unknown.body());
        assertThat(foreign.body()).doesNotContain("secret of a", "stolen");
    }

    @Test
    @DisplayName("row 5: queued prompts of another are unknown in an own session")
    void queuedPromptsOfAnotherAreUnknown() {
        String path = "/api/sessions/" + tenants.sessionOfB + "/messages/queued-state";

        HubClient.Answer foreign = b.post(path, Json.parse("{\"localIds\":[\"local-a\"]}"));
        HubClient.Answer unknown = b.post(path, Json.parse("{\"localIds\":[\"local-x\"]}"));

        assertThat(foreign.body().replace("local-a", "local-x")).isEqualTo(unknown.body());
    }

    @Test
    @DisplayName("row 5: lists have the own only")
    void listsShowTheOwnOnly() {
        assertThat(b.sessions())
                .extracting(session -> session.path("id").asString())
                .containsExactly(tenants.sessionOfB);
        assertThat(b.machines()).isEmpty();
        String token = tenants.hub.token() + ":b";
        assertThat(b.send("GET", "/cli/sessions/resumable", null, token).ok().toString())
                .doesNotContain(tenants.sessionOfA);
    }

    @Test
    @DisplayName("row 5: what belongs to nobody says nothing of anybody")
    void whatBelongsToNobodySaysNothing() {
        for (String path :
                List.of(
                        "/health",
                        "/error",
                        "/api/hub-settings",
                        "/api/voice/backend",
                        "/api/voice/transcription/providers",
                        "/api/push/vapid-public-key",
                        "/api/" + tenants.sessionOfA,
                        "/cli/" + tenants.sessionOfA)) {
            String token = path.startsWith("/cli") ? tenants.hub.token() + ":b" : b.signIn();
            String body = b.send("GET", path, null, token).body();

            assertThat(body)
                    .as(path)
                    .doesNotContain(tenants.sessionOfA, tenants.machineOfA, "\"a\"");
        }
    }

    @Test
    @DisplayName("row 5: a sign-in opens the namespace of its token and no other")
    void signInGivesTheNamespaceOfTheTokenOnly() {
        ObjectNode body =
                Json.object().put("accessToken", tenants.hub.token() + ":b").put("ns", "a");
        body.put("namespace", "a");

        String jwt =
                b.send("POST", "/api/auth", body, tenants.a.signIn()).ok().path("token").asString();

        assertThat(b.send("GET", "/api/sessions", null, jwt).body())
                .contains(tenants.sessionOfB)
                .doesNotContain(tenants.sessionOfA);
        assertThat(b.post("/api/bind", body.put("initData", "x")).status()).isEqualTo(503);
    }

    @Test
    @DisplayName("row 5: the size of the store is its owner's business")
    void storageIsTheOwners() {
        assertThat(b.get("/api/storage/sqlite").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("row 5: a stream of another's session is refused and its cursor is a gap")
    void streamsAreRefusedAndCursorsDoNotCross() {
        assertThat(b.get("/api/events?sessionId=" + tenants.sessionOfA).status()).isEqualTo(403);
        assertThat(b.get("/api/events?machineId=" + tenants.machineOfA).status()).isEqualTo(403);
        String cursor;
        try (EventStream ofA = tenants.a.events("all=true")) {
            awaitHello(ofA);
            tenants.newSession(tenants.a, "a", "another");
            cursor = ofA.await(Duration.ofSeconds(30), event -> !event.id().isEmpty()).id();
        }

        try (EventStream foreign = b.events("all=true&lastEventId=" + cursor);
                EventStream own = tenants.a.events("all=true&lastEventId=" + cursor)) {
            assertThat(awaitHello(foreign).path("resume").asString()).isEqualTo("gap");
            assertThat(awaitHello(own).path("resume").asString()).isEqualTo("ok");
        }
    }

    private static JsonNode awaitHello(EventStream stream) {
        return stream.await(
                        Duration.ofSeconds(30), event -> event.type().equals("connection-changed"))
                .data()
                .path("data");
    }

    @Test
    @DisplayName("row 5: the stream of another cannot be said to be visible")
    void streamOfAnotherIsNotFound() {
        try (EventStream ofA = tenants.a.events("all=true")) {
            ObjectNode body =
                    Json.object()
                            .put(
                                    "subscriptionId",
                                    awaitHello(ofA).path("subscriptionId").asString())
                            .put("visibility", "visible");

            HubClient.Answer foreign = b.post("/api/visibility", body);
            HubClient.Answer unknown =
                    b.post("/api/visibility", body.deepCopy().put("subscriptionId", "x"));

            assertThat(foreign).isEqualTo(unknown);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(tenants.a.post("/api/visibility", body).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("row 5: nobody ends or replaces a push subscription of another")
    void subscriptionsOfAnotherStay() {
        ObjectNode body = Json.object().put("endpoint", TwoTenants.BROWSER_OF_A.endpoint());
        body.putObject("keys").put("p256dh", "key-of-b").put("auth", "auth-of-b");

        b.post("/api/push/subscribe", body).ok();
        b.call("DELETE", "/api/push/subscribe", body).ok();

        assertThat(tenants.hub.get(PushSubscriptions.class).of(Namespaces.ofRow("a")))
                .containsExactly(TwoTenants.BROWSER_OF_A);
    }

    @Test
    @DisplayName("row 5: an id of another cannot be taken and an equal tag is another session")
    void idsAndTagsOfAnotherAreNotTaken() {
        ObjectNode machine = Json.object().put("id", tenants.machineOfA);
        machine.putObject("metadata").put("host", "evil");
        ObjectNode taken = Json.object().put("tag", "new").put("id", tenants.sessionOfA);
        taken.putObject("metadata").put("path", "/evil");
        ObjectNode with = taken.deepCopy().put("id", UUID.randomUUID().toString());
        with.set("machine", machine);
        String token = tenants.hub.token() + ":b";

        assertThat(b.send("POST", "/cli/machines", machine, token).status()).isEqualTo(403);
        assertThat(b.send("POST", "/cli/sessions", taken, token).status()).isEqualTo(409);
        assertThat(b.send("POST", "/cli/sessions", with, token).status()).isEqualTo(403);
        assertThat(tenants.sessionOfB).isNotEqualTo(tenants.sessionOfA);
        assertThat(b.sessions()).hasSize(1);
    }
}
