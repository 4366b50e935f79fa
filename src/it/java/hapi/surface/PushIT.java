package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.hub.events.Origin;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.NewSession;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import hapi.testkit.hub.EventStream;
import hapi.testkit.net.FakePushService;
import hapi.testkit.net.FakePushService.Answer;
import hapi.testkit.net.FakePushService.Push;
import hapi.testkit.net.PushBrowser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.node.ObjectNode;

/// From what an agent asks to the browser that is woken: the whole hub, and a push service on
/// loopback.
@Timeout(300)
class PushIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Namespace HOME = Namespaces.ofRow("default");
    private static final Origin CLI = new Origin.CliSocket("socket-1");
    private static final Map<String, Object> PROPERTIES =
            Map.of(
                    "HAPI_PUSH_PRIVATE", "true",
                    "hapi.notify.pause", "100ms");

    @TempDir Path home;
    private final PushBrowser browser = new PushBrowser();
    private FakePushService service = new FakePushService(_ -> Answer.CREATED);
    private EmbeddedHub hub;

    private void start(Map<String, Object> properties) {
        hub = EmbeddedHub.start(home, Clock.systemUTC(), properties);
    }

    @AfterEach
    void close() {
        hub.close();
        service.close();
    }

    private void subscribe(String endpoint) {
        ObjectNode body = Json.object().put("endpoint", endpoint);
        body.putObject("keys").put("p256dh", browser.p256dh()).put("auth", browser.auth());
        assertThat(hub.client().post("/api/push/subscribe", body).status()).isEqualTo(200);
    }

    private SessionKey session(String tag) {
        return ((SessionCreation.Ready)
                        hub.get(SessionService.class)
                                .getOrCreate(
                                        HOME,
                                        new NewSession(
                                                tag,
                                                null,
                                                RawJson.ofText(
                                                        "{\"path\":\"/work/demo\",\"host\":\"box\",\"flavor\":\"claude\"}"),
                                                RawJson.NULL,
                                                null,
                                                null,
                                                null),
                                        CLI))
                .key();
    }

    private void beat(SessionKey key) {
        hub.get(SessionService.class)
                .alive(
                        key,
                        new SessionBeat(
                                Clock.systemUTC().millis(), false, new SessionSettings(Map.of())),
                        CLI)
                .join();
    }

    private void asks(SessionKey key) {
        hub.get(SessionService.class)
                .updateAgentState(
                        key,
                        1,
                        RawJson.ofText(
                                "{\"requests\":{\"r-1\":{\"tool\":\"Bash\",\"arguments\":{},\"createdAt\":5}}}"),
                        CLI)
                .join();
    }

    private List<String> states() {
        JdbcTemplate jdbc = new JdbcTemplate(hub.get(DataSource.class));
        return hub.get(TxRunner.class)
                .read(() ->
                        jdbc.queryForList(
                                "SELECT state || ' ' || reason FROM notice_deliveries ORDER BY no",
                                String.class));
    }

    /// How many deliveries are in a state that begins so.
    private long count(String state) {
        return states().stream().filter(it -> it.startsWith(state)).count();
    }

    @Test
    void requestOfAnAgentWakesTheBrowserThatSubscribed() {
        start(PROPERTIES);
        subscribe(service.endpoint("phone"));
        SessionKey key = session("t");
        beat(key);

        asks(key);

        await().atMost(LIMIT).until(() -> states().equals(List.of("accepted ")));
        Push push = service.accepted().getFirst();
        String id = key.id().value();
        assertThat(browser.open(push.body()).toString())
                .isEqualTo(
                        "{\"title\":\"Permission Request\",\"body\":\"demo (Bash)\",\"tag\":\"permission-%s\",\"data\":{\"type\":\"permission-request\",\"sessionId\":\"%s\",\"url\":\"/sessions/%s\",\"requestId\":\"r-1\"}}"
                                .formatted(id, id, id));
        assertThat(push.path()).isEqualTo("/push/phone");
        assertThat(service.pushes()).hasSize(1);
    }

    @Test
    void whoLooksAtTheScreenGetsAToastThereAndNoPush() {
        start(PROPERTIES);
        subscribe(service.endpoint("phone"));
        SessionKey key = session("t");
        beat(key);
        try (EventStream screen = hub.client().events("all=true&visibility=visible")) {
            screen.await(LIMIT, it -> it.type().equals("connection-changed"));

            asks(key);

            EventStream.Event toast = screen.await(LIMIT, it -> it.type().equals("toast"));
            assertThat(toast.data().at("/data/body").asString()).isEqualTo("demo (Bash)");
        }
        assertThat(states()).containsExactly("suppressed watched");
        assertThat(service.pushes()).isEmpty();
    }

    /// As people run it: an endpoint inside is not reached, however it came into the store.
    @Test
    void hubAsItIsReachesNothingInside() {
        start(Map.of());
        subscribe(service.endpoint("phone"));
        SessionKey key = session("t");
        beat(key);

        asks(key);

        await().atMost(LIMIT).until(() -> states().equals(List.of("failed address refused")));
        assertThat(service.pushes()).isEmpty();
    }

    @Tag("full")
    @Test
    void thousandEventsOverABadServiceAndARestartEndOnceEach() {
        service.close();
        service = new FakePushService(badly(new Random(7)));
        start(PROPERTIES);
        subscribe(service.endpoint("phone"));

        tasks(0, 500);
        await().atMost(LIMIT).until(() -> count("") == 500);
        hub.close();
        start(PROPERTIES);
        tasks(500, 1000);

        await().atMost(Duration.ofMinutes(3))
                .until(() -> count("") == 1000 && count("waiting") == 0);
        assertThat(count("accepted") + count("failed")).isEqualTo(1000);
        assertThat(count("accepted"))
                .isGreaterThan(980L)
                .isEqualTo((long) service.accepted().size());
        List<Push> accepted = service.accepted();
        assertThat(accepted).extracting(it -> it.header("Topic")).doesNotHaveDuplicates();
        assertThat(accepted)
                .extracting(it -> browser.open(it.body()).path("body").asString())
                .doesNotHaveDuplicates();
        assertThat(service.pushes()).hasSizeGreaterThan(1200);
    }

    private void tasks(int from, int to) {
        List<SessionKey> sessions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sessions.add(session("bad-" + i));
        }
        for (int i = from; i < to; i++) {
            SessionKey key = sessions.get(i % 10);
            if (i % 100 < 10) {
                beat(key);
            }
            hub.get(MessageService.class)
                    .append(
                            key,
                            new IncomingMessage(
                                    RawJson.ofText(
                                            "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":{\"type\":\"system\",\"subtype\":\"task_notification\",\"summary\":\"task %d\"}}}"
                                                    .formatted(i)),
                                    null,
                                    null),
                            CLI)
                    .join();
        }
    }

    /// One in five is an error, one in twenty no answer at all.
    private static Function<Push, Answer> badly(Random random) {
        List<Answer> errors =
                List.of(
                        Answer.of(500),
                        Answer.of(503),
                        new Answer(429, Map.of("Retry-After", "1")));
        return _ -> {
            int dice;
            synchronized (random) {
                dice = random.nextInt(100);
            }
            if (dice < 20) {
                return errors.get(dice % errors.size());
            }
            return dice < 25 ? Answer.SILENCE : Answer.CREATED;
        };
    }
}
