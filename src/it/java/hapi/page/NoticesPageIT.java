package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.net.FakePushService;
import hapi.testkit.net.FakePushService.Answer;
import hapi.testkit.net.PushBrowser;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// How a page is told, and tells: the switch in the settings, the service worker, the toast. The
/// browser's own push service is far away and not asked: the page gets a subscription of a service
/// on loopback, and what is pushed is given to the service worker by the browser's own tools.
class NoticesPageIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Until `unsubscribe` the subscription is there, also after a load of the page.
    private static final String SUBSCRIBES =
            """
            (() => {
              const bytes = (text) => Uint8Array.from(
                  atob(text.replace(/-/g, '+').replace(/_/g, '/')), (it) => it.charCodeAt(0));
              const made = () => {
                const key = localStorage.getItem('test-subscription');
                return key && {
                  endpoint: '%s',
                  options: { applicationServerKey: bytes(key).buffer },
                  toJSON: () => ({ keys: { p256dh: '%s', auth: '%s' } }),
                  unsubscribe: async () => localStorage.removeItem('test-subscription')
                };
              };
              PushManager.prototype.getSubscription = async () => made() || null;
              PushManager.prototype.subscribe = async (options) => {
                localStorage.setItem('test-subscription', options.applicationServerKey);
                return made();
              };
            })()
            """;

    @RegisterExtension final Stage stage = new Stage();

    private final PushBrowser keys = new PushBrowser();
    private FakePushService service;
    private HubProcess hub;
    private Page page;

    @BeforeEach
    void start() {
        service = stage.keep(new FakePushService(_ -> Answer.CREATED));
        hub = HubProcess.start(stage, Edition.OURS, Map.of("HAPI_PUSH_PRIVATE", "true"));
        page = Visitor.signIn(Browser.launch(stage).withWorkers(), hub, Screen.PHONE).page();
        page.context().grantPermissions(List.of("notifications"));
        page.addInitScript(
                SUBSCRIBES.formatted(service.endpoint("phone"), keys.p256dh(), keys.auth()));
    }

    private String home() {
        return hub.url() + "/";
    }

    private Locator toggle() {
        return page.locator("hapi-notices [role=switch]");
    }

    private void switchOn() {
        page.navigate(home() + "settings");
        toggle().click();
        assertThat(toggle()).hasAttribute("aria-checked", "true");
    }

    @Test
    void browserIsSwitchedOnTestedAndSwitchedOff() {
        switchOn();
        page.locator("hapi-notices button.plain").click();
        assertThat(page.locator("hapi-notices [role=status]")).containsText("Sent.");

        JsonNode sent = keys.open(service.accepted().getFirst().body());
        assertThat(sent.path("body").asString()).isEqualTo("Notifications reach this device.");
        page.reload();
        assertThat(toggle()).hasAttribute("aria-checked", "true");

        toggle().click();
        assertThat(toggle()).hasAttribute("aria-checked", "false");
        PlayedSession session = PlayedSession.start(stage, hub, "quiet");
        page.navigate(home() + "settings");
        session.ask("toolu_1", "make check");
        await().atMost(LIMIT).until(() -> told().contains("nobody is signed up"));
        assertThat(service.accepted()).hasSize(1);
    }

    @Test
    @Tag("full")
    void whoPutsThePhoneAwayIsWokenAndTheLedgerSaysSo() {
        PlayedSession session = PlayedSession.start(stage, hub, "workshop");
        switchOn();
        page.navigate("about:blank");
        session.ask("toolu_1", "make check");

        await().atMost(LIMIT).until(() -> !service.accepted().isEmpty());
        JsonNode sent = keys.open(service.accepted().getFirst().body());
        assertThat(sent.at("/data/requestId").asString()).isEqualTo("toolu_1");
        page.navigate(home() + "settings");
        page.locator("hapi-notices summary").click();
        assertThat(page.locator("hapi-notices li"))
                .containsText("workshop asks for your permission");
        assertThat(page.locator("hapi-notices li small")).hasText("Browsers: sent (1)");
    }

    @Test
    void whoLooksAtAnotherScreenReadsItThere() {
        PlayedSession session = PlayedSession.start(stage, hub, "workshop");
        switchOn();
        page.waitForResponse(
                response -> String.valueOf(response.request().postData()).contains("\"idle\":"),
                () -> page.locator("hapi-notices summary").click());
        session.ask("toolu_1", "make check");

        Locator toast = page.locator("hapi-toast a");
        assertThat(toast).hasText("workshop asks for your permission");
        assertThat(service.pushes()).isEmpty();
        toast.click();
        page.waitForURL("**/sessions/" + session.id());
        assertThat(page.locator("hapi-dock .command")).hasText("make check");
        assertThat(toast).hasCount(0);
    }

    @Test
    void pushIsShownAndLeadsToItsRequest() {
        switchOn();
        page.evaluate("() => navigator.serviceWorker.ready");
        push(
                """
                {"title":"Permission Request","body":"workshop (Bash)","tag":"permission-s",
                 "data":{"type":"permission-request","sessionId":"s","url":"/sessions/s",
                         "requestId":"toolu 1"}}
                """);

        assertThat(notifications())
                .containsExactly(
                        "Permission Request|workshop (Bash)|"
                                + home()
                                + "sessions/s?request=toolu+1");
    }

    @Test
    @Tag("full")
    void pushesThatAreNoneShowSomethingAndLeadHome() {
        switchOn();
        page.evaluate("() => navigator.serviceWorker.ready");
        push("no JSON");
        push("{\"title\":\"a\",\"data\":{\"url\":\"//evil.example/x\"}}");
        push("{\"title\":\"b\",\"data\":{\"url\":\"javascript:alert(1)\"}}");

        assertThat(notifications())
                .containsExactlyInAnyOrder(
                        "HAPI||" + home(), "a||" + home() + "evil.example/x", "b||" + home());
    }

    @Test
    void requestOfALinkIsTheOneInFront() {
        PlayedSession session = PlayedSession.start(stage, hub, "workshop");
        session.askTwo("toolu_1", "make one", "toolu_2", "make two");

        page.navigate(home() + "sessions/" + session.id() + "?request=toolu_2");
        assertThat(page.locator("hapi-dock .command")).hasText("make two");

        page.navigate(home() + "sessions/" + session.id() + "?request=toolu_9");
        assertThat(page.locator("hapi-dock .late")).containsText("not open any more");
        assertThat(page.locator("hapi-dock .command")).hasText("make one");
    }

    @Test
    @Tag("full")
    void tappedNoticeMovesTheOpenPageWithoutALoad() {
        PlayedSession session = PlayedSession.start(stage, hub, "workshop");
        session.ask("toolu_1", "make check");
        page.evaluate("() => (window.isSame = true)");
        assertThat(page.locator("hapi-inbox .command")).hasText("make check");

        page.evaluate(
                """
                (url) => navigator.serviceWorker.dispatchEvent(
                    new MessageEvent('message', { data: { type: 'hapi-open', url } }))
                """,
                home() + "sessions/" + session.id() + "?request=toolu_1");

        page.waitForURL(Pattern.compile(".*/sessions/.*request=toolu_1"));
        assertThat(page.locator("hapi-dock .command")).hasText("make check");
        assertThat(page.evaluate("() => window.isSame")).isEqualTo(true);
    }

    /// As if its push service had sent it.
    private void push(String data) {
        CDPSession tools = page.context().newCDPSession(page);
        String[] registration = new String[1];
        tools.on(
                "ServiceWorker.workerRegistrationUpdated",
                event -> {
                    JsonArray all = event.getAsJsonArray("registrations");
                    if (!all.isEmpty()) {
                        registration[0] =
                                all.get(0).getAsJsonObject().get("registrationId").getAsString();
                    }
                });
        tools.send("ServiceWorker.enable");
        page.waitForCondition(() -> registration[0] != null);
        JsonObject call = new JsonObject();
        call.addProperty("origin", hub.url().toString());
        call.addProperty("registrationId", registration[0]);
        call.addProperty("data", data);
        int before = notifications().size();
        tools.send("ServiceWorker.deliverPushMessage", call);
        await().atMost(LIMIT).until(() -> notifications().size() > before);
    }

    private List<String> notifications() {
        return ((List<?>)
                        page.evaluate(
                                """
                                async () => (await (await navigator.serviceWorker.ready)
                                    .getNotifications())
                                    .map((it) => [it.title, it.body, it.data.url].join('|'))
                                """))
                .stream().map(Object::toString).toList();
    }

    /// What was told, asked for without touching the page.
    private String told() {
        return (String)
                page.evaluate(
                        """
                        async () => JSON.stringify(await (await fetch('ui/act', {
                          method: 'POST',
                          headers: { 'Content-Type': 'application/json' },
                          body: JSON.stringify({ act: 'notices', args: {} })
                        })).json())
                        """);
    }
}
