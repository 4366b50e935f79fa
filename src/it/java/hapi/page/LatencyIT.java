package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Request;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// On a slow network typing is not slow, and what was sent is on the screen before the hub has it.
class LatencyIT {
    private static final int LATENCY_MILLIS = 600;

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void typedLettersAndSentWordsAreSeenAtOnce() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Browser browser = Browser.launch(stage);
        PlayedSession session = PlayedSession.start(stage, hub, "slow-network");
        Visitor visitor = Visitor.signIn(browser, hub, Screen.PHONE);
        // The framework tells the hub where it is when the view has come; so did the page before.
        visitor.page()
                .waitForResponse(
                        response ->
                                response.url().contains("v-r=uidl")
                                        && response.frame().url().endsWith(session.id()),
                        () -> visitor.open(session.id()));
        CDPSession network = visitor.page().context().newCDPSession(visitor.page());
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", LATENCY_MILLIS);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", -1);
        network.send("Network.enable");
        network.send("Network.emulateNetworkConditions", conditions);
        List<String> requests = new ArrayList<>();
        visitor.page()
                .onRequest(request -> {
                    if (!isBeat(request)) {
                        requests.add(request.url());
                    }
                });
        visitor.message().focus();

        visitor.page().evaluate(TIMES_LETTERS);
        visitor.page().keyboard().type("quick as a thought");

        assertThat(visitor.message()).hasValue("quick as a thought");
        assertThat(requests).isEmpty();
        visitor.page().waitForFunction("window.letterMillis.length === 18");
        assertThat(visitor.number(MEDIAN)).isLessThan(LATENCY_MILLIS / 2);
        visitor.page().evaluate(TIMES_BUBBLE);
        visitor.button("Send").click();
        visitor.sees("quick as a thought");
        visitor.page().waitForFunction("window.bubbleMillis !== undefined");
        assertThat(visitor.number("window.bubbleMillis")).isLessThan(LATENCY_MILLIS);
    }

    /// The page asks by itself whether the hub is there.
    private static boolean isBeat(Request request) {
        String body = request.postData();
        return body != null && body.contains("\"act\":\"beat\"");
    }

    /// Of the letters; a busy machine may hold up one of them.
    private static final String MEDIAN =
            "window.letterMillis.toSorted((a, b) => a - b)[window.letterMillis.length >> 1]";

    /// From the key to the frame that shows it.
    private static final String TIMES_LETTERS =
            """
            window.letterMillis = [];
            let pressed = 0;
            document.addEventListener('keydown', () => pressed = performance.now(), true);
            document.addEventListener('input', () => {
              const at = pressed;
              requestAnimationFrame(() => window.letterMillis.push(performance.now() - at));
            }, true);
            """;

    /// From the press to the frame that has the words in the chat.
    private static final String TIMES_BUBBLE =
            """
            window.bubbleMillis = undefined;
            document.addEventListener('click', () => {
              const at = performance.now();
              const look = () => {
                const bubble = document.querySelector('hapi-chat').shadowRoot.querySelector('.bubble');
                if (bubble) window.bubbleMillis = performance.now() - at;
                else requestAnimationFrame(look);
              };
              look();
            }, true);
            """;
}
