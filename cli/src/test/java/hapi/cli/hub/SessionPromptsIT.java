package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What becomes of a prompt between the hub and the agent.
class SessionPromptsIT extends LoopbackSession {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportOfATakenPromptKeepsItsPlaceAmongTheMessagesWhateverHappensToTheHub(
            boolean acknowledges) throws Exception {
        startHub(acknowledges);
        link = open(session());
        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link.onPrompt(taking(prompts));
        online();
        hub.control("prompt", Json.object().put("text", "one").put("localId", "p1"));
        hub.control("prompt", Json.object().put("text", "two").put("localId", "p2"));
        await().atMost(SOON).until(() -> prompts.size() == 2);
        hub.kill();
        await().atMost(SOON).until(() -> link.state() instanceof LinkState.Offline);

        link.send(message(1));
        link.consumed(List.of(prompts.get(0)));
        link.send(message(2));
        link.consumed(List.of(prompts.get(1)));
        link.send(message(3));
        hub.start();

        await().atMost(SOON).until(() -> link.waitingMessages() == 0 && stored().size() == 5);
        assertThat(hub.state().path("timeline").toString()).isEqualTo("[1,\"p1\",2,\"p2\",3]");
    }

    @Test
    void publishedHubIsToldATimeOnlyWhereItPlacesTheMessageRight() throws Exception {
        startHub(false);
        link = open(session());
        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link.onPrompt(taking(prompts));
        online();
        hub.control("prompt", Json.object().put("text", "one").put("localId", "p1"));
        await().atMost(SOON).until(() -> prompts.size() == 1);
        Instant before = Clock.systemUTC().instant().minusSeconds(60);

        link.send(message(1), before);
        link.send(message(2));
        link.consumed(prompts);
        link.send(message(3), before);

        await().atMost(SOON).until(() -> stored().size() == 4);
        assertThat(stored())
                .extracting(m -> m.path("createdByClient").asLong(0))
                .containsExactly(0L, before.toEpochMilli(), 0L, 0L);
    }

    @Test
    void promptIsTakenOnceHoweverOftenItIsSentAndReportedAgainIfTheReportWasLost()
            throws Exception {
        startHub(true);
        link = open(session());
        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link.onPrompt(taking(prompts));
        online();
        hub.control("mode", Json.object().put("deaf", true));
        hub.control("prompt", Json.object().put("text", "hello").put("localId", "p1"));
        await().atMost(SOON).until(() -> prompts.size() == 1);
        await().atMost(SOON).until(() -> count(hub.state(), "session-alive") >= 3);

        link.consumed(prompts);
        await().atMost(SOON).until(() -> hub.state().path("consumed").size() == 1);
        hub.control("mode", Json.object());
        hub.control("kick", Json.object());

        await().atMost(SOON)
                .until(() -> hub.state().path("messages").get(0).path("invokedAt").isNumber());
        online();
        assertThat(prompts).hasSize(1);
        assertThat(prompts.getFirst().content().read().at("/content/text").asString())
                .isEqualTo("hello");
    }

    @Test
    void promptsWrittenWhileAwayAreFetchedPageByPage() throws Exception {
        startHub(true);
        link = open(session());
        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link.onPrompt(taking(prompts));
        online();
        hub.control("prompt", Json.object().put("text", "first"));
        await().atMost(SOON).until(() -> prompts.size() == 1);
        hub.control("mode", Json.object().put("refuse", true));
        hub.control("kick", Json.object());
        await().atMost(SOON).until(() -> !(link.state() instanceof LinkState.Online));

        // Without localId the hub does not re-send: only backfill brings them.
        for (int i = 0; i < 450; i++) {
            hub.control("prompt", Json.object().put("text", "n" + i).put("quiet", true));
        }
        hub.control(
                "prompt",
                Json.object().put("text", "own").put("sentFrom", "cli").put("quiet", true));
        hub.control("mode", Json.object());

        await().atMost(Duration.ofSeconds(20)).until(() -> prompts.size() == 451);
        assertThat(new HashSet<>(prompts.stream().map(Prompt::id).toList())).hasSize(451);
    }

    @Test
    void waitingPromptIsTakenBackAndGivenAgain() throws Exception {
        startHub(true);
        link = open(session());
        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link.onPrompt(taking(prompts));
        online();
        JsonNode sent = hub.control("prompt", Json.object().put("text", "x").put("localId", "p1"));
        await().atMost(SOON).until(() -> prompts.size() == 1);

        JsonNode first = hub.control("update", cancel(sent));
        JsonNode second = hub.control("update", cancel(sent));
        JsonNode retried = hub.control("retry", Json.object().put("localId", "p1"));
        link.consumed(prompts);
        JsonNode late = hub.control("update", cancel(sent));

        assertThat(first.toString())
                .isEqualTo(
                        "{\"removed\":true,\"inFlight\":false,\"indeterminate\":false,\"consumed\":false}");
        assertThat(second.path("removed").asBoolean()).isFalse();
        assertThat(retried.path("accepted").asBoolean()).isTrue();
        assertThat(late.path("consumed").asBoolean()).isTrue();
        assertThat(
                        hub.control("retry", Json.object().put("localId", "p1"))
                                .path("consumed")
                                .asBoolean())
                .isTrue();
    }
}
