package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.RecordingSink;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Prompts and answers stand in the order in which they came about.
@Timeout(60)
class MessageOrderTest extends MessageFixture {
    private static final RawJson ANSWER =
            RawJson.ofText(
                    """
                    {"role":"agent","content":{"type":"codex","data":{"type":"message","message":"a"}}}
                    """);

    @Test
    void anAnswerNeverStandsAboveItsPromptWhateverTheClockOfTheCliSays() {
        messages.send(key, prompt("l1"), HubCore.REST);
        core.clock.advance(Duration.ofSeconds(2));
        messages.consumed(key, List.of("l1"), false, false, HubCore.CLI).join();

        answer(core.clock.millis() - 60_000.0, null);
        core.clock.advance(Duration.ofSeconds(2));
        answer(core.clock.millis() - 60_000.0, "a2");
        restart();
        core.sessions().resolve(Scopes.HOME, key.id().value());
        answer(core.clock.millis() - 60_000.0, null);

        assertThat(page().messages()).extracting(Message::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(page().messages())
                .extracting(Message::createdAt)
                .as("the time itself is kept")
                .element(1)
                .isEqualTo(core.clock.millis() - 62_000);
        assertThat(page().page().epoch()).isZero();
    }

    @Test
    void aPromptTakenInTheMillisecondOfAnAnswerStandsBelowIt() throws Exception {
        messages.send(key, prompt("l1"), HubCore.REST);
        messages.send(key, prompt("l2"), HubCore.REST);
        messages.consumed(key, List.of("l1"), false, false, HubCore.CLI).join();
        answer(core.clock.millis(), null);
        RecordingSink events = core.listen(Scopes.HOME);

        messages.consumed(key, List.of("l2"), false, false, HubCore.CLI).join();
        answer(core.clock.millis(), null);

        assertThat(page().messages()).extracting(Message::seq).containsExactly(1L, 3L, 2L, 4L);
        assertThat(events.nextOf(HubEvent.MessagesInvoked.class).invokedAt())
                .isEqualTo(messages.find(key, "l2").orElseThrow().invokedAt());
    }

    private void answer(double createdAt, @Nullable String localId) {
        messages.append(
                        key,
                        new IncomingMessage(
                                ANSWER, localId == null ? null : new LocalId(localId), createdAt),
                        HubCore.CLI)
                .join();
    }

    private MessagePage page() {
        return messages.page(key, new PageRequest.Latest(10));
    }

    private static OutgoingMessage prompt(String localId) {
        return OutgoingMessage.text("do it", new LocalId(localId));
    }
}
