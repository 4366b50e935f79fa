package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.events.EventPublisher;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.protocol.json.Json;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// What the event stream and `/health` say, over real HTTP, of what a test cannot cause from
/// outside: notices, and time.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class LiveEventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Namespace HOME = Namespaces.ofRow("default");

    @TempDir static Path home;
    private final ManualClock clock = new ManualClock();
    private EmbeddedHub hub;
    private HubClient client;

    @BeforeAll
    void start() {
        hub = EmbeddedHub.start(home, clock, Map.of("hapi.events.heartbeat", "300ms"));
        client = hub.client();
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private EventStream open(HubClient who, String query) {
        EventStream stream = who.events(query);
        stream.await(LIMIT, it -> it.type().equals("connection-changed"));
        return stream;
    }

    private static String subscription(EventStream stream) {
        return stream.events().getFirst().data().at("/data/subscriptionId").asString();
    }

    private int see(HubClient who, String subscription, String visibility) {
        return who.post(
                        "/api/visibility",
                        Json.object()
                                .put("subscriptionId", subscription)
                                .put("visibility", visibility))
                .status();
    }

    private void notice(Namespace namespace, String title) {
        hub.get(EventPublisher.class)
                .publish(
                        namespace,
                        new Origin.System(),
                        List.of(
                                new HubEvent.Noticed(
                                        namespace,
                                        "ready",
                                        title,
                                        "done",
                                        "s-1",
                                        "/sessions/s-1")));
    }

    private static EventStream.Event awaitToast(EventStream stream, String title) {
        return stream.await(LIMIT, it -> it.data().at("/data/title").asString("").equals(title));
    }

    private static List<String> toasts(EventStream stream) {
        return stream.events().stream()
                .filter(it -> it.type().equals("toast"))
                .map(it -> it.data().at("/data/title").asString())
                .toList();
    }

    @Test
    void toastReachesEveryScreenThatIsLookedAtAndNoOther() {
        HubClient abroad = client.inNamespace("abroad");
        try (EventStream visible = open(client, "all=true&visibility=visible");
                EventStream filtersNothing = open(client, "visibility=visible");
                EventStream hidden = open(client, "all=true");
                EventStream odd = open(client, "all=true&visibility=Visible");
                EventStream stranger = open(abroad, "all=true&visibility=visible")) {
            notice(HOME, "first");

            EventStream.Event toast = awaitToast(visible, "first");
            awaitToast(filtersNothing, "first");
            assertThat(see(client, subscription(hidden), "visible")).isEqualTo(200);
            assertThat(see(client, subscription(visible), "hidden")).isEqualTo(200);
            notice(HOME, "second");
            awaitToast(hidden, "second");
            awaitToast(filtersNothing, "second");

            assertThat(toast.id()).as("nobody resumes behind a toast").isEmpty();
            assertThat(toast.data().toString())
                    .isEqualTo(
                            "{\"type\":\"toast\",\"data\":{\"title\":\"first\",\"body\":\"done\","
                                    + "\"sessionId\":\"s-1\",\"url\":\"/sessions/s-1\"}}");
            // Events keep their order, so what came after the notices says that they did not come.
            rename(session(client), "marker");
            for (EventStream stream : List.of(visible, hidden, odd)) {
                stream.await(LIMIT, it -> it.data().toString().contains("marker"));
            }
            assertThat(toasts(visible)).containsExactly("first");
            assertThat(toasts(hidden)).containsExactly("second");
            assertThat(toasts(odd)).isEmpty();
            notice(Namespaces.ofRow("abroad"), "abroad");
            awaitToast(stranger, "abroad");
            assertThat(toasts(stranger)).containsExactly("abroad");
            assertThat(toasts(filtersNothing)).containsExactly("first", "second");
        }
    }

    @Test
    void toastIsNotReplayed() {
        String cursor;
        String session = session(client);
        try (EventStream stream = open(client, "all=true&visibility=visible")) {
            rename(session, "before");
            cursor = stream.await(LIMIT, it -> it.data().toString().contains("before")).id();
        }
        notice(HOME, "missed");
        rename(session, "after");

        try (EventStream stream =
                open(client, "all=true&visibility=visible&lastEventId=" + cursor)) {
            stream.await(LIMIT, it -> it.data().toString().contains("after"));
            assertThat(toasts(stream)).isEmpty();
        }
    }

    @Test
    void visibilityOfAnothersOrAnEndedStreamIsNotSet() {
        EventStream stream = open(client, "all=true");
        String id = subscription(stream);

        assertThat(see(client.inNamespace("abroad"), id, "visible")).isEqualTo(404);
        assertThat(see(client, "nobody", "visible")).isEqualTo(404);
        assertThat(see(client, id, "often")).isEqualTo(400);
        assertThat(see(client, "", "visible")).isEqualTo(400);
        stream.close();
    }

    @Test
    void quietStreamOfAnyFilterHasAHeartbeatWithTheHubsTime() {
        try (EventStream all = open(client, "all=true");
                EventStream none = open(client, "")) {
            for (EventStream stream : List.of(all, none)) {
                EventStream.Event beat = stream.await(LIMIT, it -> it.type().equals("heartbeat"));

                assertThat(beat.id()).isEmpty();
                assertThat(beat.data().path("namespace").asString()).isEqualTo("default");
                assertThat(beat.data().at("/data/timestamp").asLong())
                        .isBetween(ManualClock.START, clock.millis());
            }
        }
    }

    @Test
    void machineFilterBringsThatMachineAndMayJoinASession() {
        String session = session(client);
        String other = session(client);
        machine("m-1");
        machine("m-2");
        try (EventStream ofMachine = open(client, "machineId=m-1");
                EventStream both = open(client, "machineId=m-1&sessionId=" + session);
                EventStream blank = open(client, "machineId=&sessionId=")) {
            displayName("m-2", "two");
            rename(other, "not-mine");
            rename(session, "mine");
            displayName("m-1", "one");

            EventStream.Event update =
                    ofMachine.await(LIMIT, it -> it.type().equals("machine-updated"));
            both.await(LIMIT, it -> it.type().equals("machine-updated"));
            assertThat(update.data().path("machineId").asString()).isEqualTo("m-1");
            assertThat(update.data().toString()).contains("one");
            assertThat(ofMachine.events().toString()).doesNotContain("m-2", "mine");
            assertThat(both.events().toString()).contains("\"mine\"").doesNotContain("m-2", "not-");
            assertThat(blank.events())
                    .extracting(EventStream.Event::type)
                    .isSubsetOf("connection-changed", "heartbeat");
        }
        assertThat(client.inNamespace("abroad").get("/api/events?machineId=m-1").status())
                .isIn(403, 404);
    }

    @Test
    void healthSaysWhenTheStoreDoesNotAnswer() throws SQLException {
        assertThat(health().status()).isEqualTo(200);
        try (Connection other =
                        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("hub.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN IMMEDIATE");
            clock.advance(Duration.ofSeconds(31));

            HubClient.Answer answer = health();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().path("status").asString()).isEqualTo("unavailable");
            assertThat(answer.json().path("protocolVersion").asInt()).isEqualTo(1);
            statement.execute("ROLLBACK");
        }
    }

    private HubClient.Answer health() {
        return client.send("GET", "/health", null, null);
    }

    private String session(HubClient who) {
        ObjectNode session = Json.object().put("tag", "live-" + UUID.randomUUID());
        session.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        return who.createSession(session);
    }

    private void rename(String session, String name) {
        client.call("PATCH", "/api/sessions/" + session, Json.object().put("name", name)).ok();
    }

    private void machine(String id) {
        ObjectNode machine = Json.object().put("id", id);
        machine.putObject("metadata")
                .put("host", "h")
                .put("platform", "linux")
                .put("happyCliVersion", "0.30.7");
        client.send("POST", "/cli/machines", machine, EmbeddedHub.TOKEN).ok();
    }

    private void displayName(String machine, String name) {
        client.call("PATCH", "/api/machines/" + machine, Json.object().put("displayName", name))
                .ok();
    }
}
