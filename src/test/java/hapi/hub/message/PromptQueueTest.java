package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.events.RecordingSink;
import hapi.hub.message.PromptDelivery.CancelAnswer;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What waiting prompts do to their session, as the published hub was recorded.
@Timeout(60)
class PromptQueueTest extends MessageFixture {
    @BeforeEach
    void beat() {
        core.beat(key, false);
    }

    @Test
    void aTurnStartsAnewAtEachBeatThatSendsThePromptAgain() throws Exception {
        send("l1");
        core.clock.advance(Duration.ofSeconds(2));
        RecordingSink events = core.listen(Scopes.HOME);

        core.beat(key, false);

        String now = String.valueOf(core.clock.millis());
        assertThat(events.nextOf(HubEvent.SessionPatched.class).patch().values())
                .containsEntry("thinking", RawJson.trusted("true"))
                .containsEntry("activeTurnStartedAt", RawJson.trusted(now));
    }

    @Test
    void aTurnWhosePromptIsInHandKeepsItsStartAndIsNotTold() throws Exception {
        send("l1");
        long sentAt = core.clock.millis();
        messages.steering(key, List.of("l1"), true, HubCore.CLI).join();
        core.clock.advance(Duration.ofSeconds(2));
        RecordingSink events = core.listen(Scopes.HOME);

        core.beat(key, false);

        assertThat(session().activeTurnStartedAt()).isEqualTo(sentAt);
        assertThat(session().thinking()).isTrue();
        assertThat(core.toldNothingMore(events)).isTrue();
    }

    @Test
    void whatWaitsAfterTheGraceDoesNotLookLikeThinking() {
        send("l1");
        core.clock.advance(Duration.ofSeconds(16));

        core.beat(key, false);

        assertThat(session().thinking()).isFalse();
        assertThat(session().activeTurnStartedAt()).isNull();
    }

    @Test
    void aCliThatThinksByItselfEndsItsThinkingByItself() {
        send("l1");
        core.beat(key, true);

        core.beat(key, false);

        assertThat(session().thinking()).isFalse();
    }

    @Test
    void aPromptInTheHandsOfASteeringIsNotDeletedOnTheQueuesWord() throws Exception {
        core.delivery.listeners = 1;
        core.delivery.cancelAnswer = CancelAnswer.REMOVED;
        send("l1");
        messages.steering(key, List.of("l1"), true, HubCore.CLI).join();
        RecordingSink events = core.listen(Scopes.HOME);

        CancelResult result = messages.cancel(key, "l1", HubCore.REST);

        assertThat(result).isEqualTo(new CancelResult.Busy("l1"));
        assertThat(messages.find(key, "l1").map(Message::deliveryState)).contains("indeterminate");
        assertThat(events.nextOf(HubEvent.MessagesIndeterminate.class).localIds())
                .containsExactly("l1");
    }

    @Test
    void theLocalIdOfACancelledPromptIsToldWhenNobodyKnewWhereItWas() throws Exception {
        core.delivery.listeners = 1;
        core.delivery.cancelAnswer = CancelAnswer.REMOVED;
        send("known");
        send("lost");
        messages.indeterminate(key, List.of("lost"), HubCore.CLI).join();
        RecordingSink events = core.listen(Scopes.HOME);

        messages.cancel(key, "known", HubCore.REST);
        messages.cancel(key, "lost", HubCore.REST);

        assertThat(events.nextOf(HubEvent.MessageCancelled.class).localId()).isNull();
        assertThat(events.nextOf(HubEvent.MessageCancelled.class).localId()).isEqualTo("lost");
    }

    @Test
    void aSessionWhoseOnlyPromptWasCancelledHasNoConversation() throws Exception {
        send("l1");
        send("l2");
        messages.cancel(key, "l1", HubCore.REST);
        assertThat(session().hasConversationContent()).isTrue();
        RecordingSink events = core.listen(Scopes.HOME);

        messages.cancel(key, "l2", HubCore.REST);

        List<HubEvent> told = events.events(2).stream().map(Published::event).toList();
        assertThat(((HubEvent.SessionReplaced) told.get(0)).session().hasConversationContent())
                .isFalse();
        assertThat(((HubEvent.MessageCancelled) told.get(1)).localId()).isEqualTo("l2");
    }

    @Test
    void theFirstWordsAreAPersonsAndOnOneLine() {
        assertThat(messages.firstWords(key)).isEmpty();
        append(
                "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"message\",\"message\":\"no\"}}}");
        append("{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"  \"}}");
        append("{\"role\":5}");
        assertThat(messages.firstWords(key)).isEmpty();

        append("{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\" do\\n it \"}}");
        send("later");

        assertThat(messages.firstWords(key)).contains("do it");
    }

    @Test
    void longFirstWordsAreCut() {
        append(
                "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
                        .formatted("x".repeat(5000)));

        assertThat(messages.firstWords(key).orElseThrow()).hasSize(1000);
    }

    private void send(String localId) {
        messages.send(key, OutgoingMessage.text("p", new LocalId(localId)), HubCore.REST);
    }
}
