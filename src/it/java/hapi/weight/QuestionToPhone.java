package hapi.weight;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.net.FakePushService;
import hapi.testkit.net.FakePushService.Answer;
import hapi.testkit.net.FakePushService.Push;
import hapi.testkit.net.PushBrowser;
import hapi.testkit.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How long a question of an agent takes from its command line to a push service and to a webhook,
/// both on loopback. Each request carries the time in its id. Nobody looks at a page.
final class QuestionToPhone {
    private static final int SESSIONS = 20;
    private static final String MARK = "asked-";

    private final Stage stage;
    private final int questions;
    private final int gapMillis;
    private final PushBrowser browser = new PushBrowser();
    private final Queue<Double> atPush = new ConcurrentLinkedQueue<>();
    private final Queue<Double> atHook = new ConcurrentLinkedQueue<>();

    QuestionToPhone(Stage stage, int questions, int gapMillis) {
        this.stage = stage;
        this.questions = questions;
        this.gapMillis = gapMillis;
    }

    void run() throws InterruptedException {
        FakePushService service = stage.keep(new FakePushService(this::arrived));
        HubProcess hub =
                HubProcess.start(
                        stage,
                        Edition.OURS,
                        Map.of(
                                "HAPI_PUSH_PRIVATE", "true",
                                "HAPI_WEBHOOK_URL", service.endpoint("hook"),
                                "HAPI_WEBHOOK_SECRET", "0123456789abcdef"));
        ObjectNode subscription = Json.object().put("endpoint", service.endpoint("phone"));
        subscription.putObject("keys").put("p256dh", browser.p256dh()).put("auth", browser.auth());
        hub.client().post("/api/push/subscribe", subscription).ok();
        List<Speaker> speakers = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            speakers.add(new Speaker(stage, hub, "session-" + i));
        }
        ask(speakers, SESSIONS);
        atPush.clear();
        atHook.clear();
        ask(speakers, questions);
        System.out.println("| from a question to | n of " + questions + " | p50 | p95 | most |");
        System.out.println("|---|---|---|---|---|");
        print("a push service", atPush);
        print("a webhook", atHook);
    }

    private void ask(List<Speaker> speakers, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Speaker speaker = speakers.get(i % SESSIONS);
            speaker.alive();
            speaker.ask(MARK + System.currentTimeMillis());
            Thread.sleep(gapMillis);
        }
        // The last one's rest, and its way.
        Thread.sleep(3_000);
    }

    private Answer arrived(Push push) {
        long now = System.currentTimeMillis();
        boolean isHook = push.path().endsWith("hook");
        JsonNode told =
                isHook
                        ? Json.parse(new String(push.body(), StandardCharsets.UTF_8))
                        : browser.open(push.body());
        String request = told.at("/data/requestId").asString("");
        if (request.startsWith(MARK)) {
            double millis = now - Long.parseLong(request.substring(MARK.length()));
            (isHook ? atHook : atPush).add(millis);
        }
        return Answer.CREATED;
    }

    private static void print(String name, Queue<Double> millis) {
        Figures figures = new Figures(List.copyOf(millis));
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f ms | %.0f ms | %.0f ms |%n",
                name,
                figures.count(),
                figures.median(),
                figures.at(0.95),
                figures.at(1));
    }
}
