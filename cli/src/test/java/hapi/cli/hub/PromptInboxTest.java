package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromptInboxTest {
    private static final RawJson PROMPT =
            RawJson.trusted(
                    "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"hi\"},\"meta\":{\"sentFrom\":\"webapp\"}}");
    private static final RawJson MIRRORED =
            RawJson.trusted(
                    "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"hi\"},\"meta\":{\"sentFrom\":\"cli\"}}");
    private static final RawJson AGENT = RawJson.trusted("{\"role\":\"agent\",\"content\":{}}");

    private final PromptInbox inbox = new PromptInbox();
    private final Queue queue = new Queue();

    @Test
    void samePromptComesOnceByIdAndOnceByLocalId() {
        inbox.listen(queue);

        inbox.offer(message("m1", "l1", 1, PROMPT));
        inbox.offer(message("m1", "l1", 1, PROMPT));
        inbox.offer(message("m1", null, 1, PROMPT));
        inbox.offer(message("other", "l1", 9, PROMPT));

        assertThat(queue.ids).containsExactly("m1");
    }

    @Test
    void newPromptWaitsForThoseThatAreSentAgainAndComesBehindThem() {
        inbox.listen(queue);
        long former = inbox.hold();
        inbox.offer(message("new", "l9", 9, PROMPT));
        long hold = inbox.hold();
        inbox.offer(message("m2", "l2", 2, PROMPT));
        inbox.offer(message("m1", "l1", 1, PROMPT));
        inbox.offer(message("m2", "l2", 2, PROMPT));

        inbox.release(former);
        assertThat(queue.ids).isEmpty();
        inbox.release(hold);

        assertThat(queue.ids).containsExactly("m1", "m2", "new");
        inbox.offer(message("m10", "l10", 10, PROMPT));
        assertThat(queue.ids).endsWith("m10");
    }

    @Test
    void heldPromptCanBeTakenBack() {
        inbox.listen(queue);
        long hold = inbox.hold();
        inbox.offer(message("m1", "l1", 1, PROMPT));

        PromptListener.Taken taken = inbox.takeBack("m1", new LocalId("l1"));
        inbox.release(hold);

        assertThat(taken).isEqualTo(PromptListener.Taken.REMOVED);
        assertThat(queue.ids).isEmpty();
    }

    @Test
    void promptThatAFormerProcessTookComesFirstAndOnce() {
        inbox.markConsumed(List.of(new LocalId("l0"), new LocalId("l1")));
        inbox.offer(message("m0", "l0", 0, PROMPT));
        inbox.goOn(new Prompt(new MessageId("m1"), new LocalId("l1"), 1, 1, PROMPT));
        inbox.offer(message("m2", "l2", 2, PROMPT));
        inbox.offer(message("m1", "l1", 1, PROMPT));

        inbox.listen(queue);

        assertThat(queue.ids).containsExactly("m1", "m2");
    }

    @Test
    void promptWithALowerNumberThanTheLastOneIsStillNew() {
        inbox.listen(queue);

        inbox.offer(message("late", "l2", 7, PROMPT));
        inbox.offer(message("scheduled", "l1", 3, PROMPT));

        assertThat(queue.ids).containsExactly("late", "scheduled");
        assertThat(inbox.highestSeq()).isEqualTo(7);
    }

    @Test
    void mirroredTranscriptAndAgentMessagesAreNoPrompts() {
        inbox.listen(queue);

        inbox.offer(message("m1", null, 1, MIRRORED));
        inbox.offer(message("m2", null, 2, AGENT));
        inbox.offer(message("m3", null, 3, RawJson.NULL));
        inbox.offer(message("m4", null, 4, RawJson.trusted("\"text\"")));

        assertThat(queue.ids).isEmpty();
        assertThat(inbox.highestSeq()).isEqualTo(4);
    }

    @Test
    void whatCameBeforeTheListenerIsHandedOverInOrder() {
        inbox.offer(message("m1", "l1", 1, PROMPT));
        inbox.offer(message("m2", "l2", 2, PROMPT));

        inbox.listen(queue);

        assertThat(queue.ids).containsExactly("m1", "m2");
    }

    @Test
    void promptThatSomeoneInvokedIsNotTakenFromBackfill() {
        inbox.listen(queue);

        inbox.offer(new HubMessage(new MessageId("m1"), 1, new LocalId("l1"), PROMPT, 0, 5L));
        inbox.offer(new HubMessage(new MessageId("m2"), 2, null, PROMPT, 0, 5L));

        assertThat(queue.ids).containsExactly("m2");
    }

    @Test
    void takingBackAsksTheQueueUnlessTheAgentHasIt() {
        inbox.listen(queue);
        inbox.offer(message("m1", "l1", 1, PROMPT));
        inbox.offer(message("m2", "l2", 2, PROMPT));
        inbox.markConsumed(List.of(new LocalId("l2")));

        assertThat(inbox.takeBack("m1", new LocalId("l1"))).isEqualTo(PromptListener.Taken.REMOVED);
        assertThat(inbox.takeBack("m2", new LocalId("l2")))
                .isEqualTo(PromptListener.Taken.CONSUMED);
        assertThat(inbox.takeBack("m3", new LocalId("l3"))).isEqualTo(PromptListener.Taken.UNKNOWN);
        assertThat(inbox.takeBack(null, null)).isEqualTo(PromptListener.Taken.UNKNOWN);
    }

    @Test
    void promptTakenBackBeforeTheListenerNeverReachesIt() {
        inbox.offer(message("m1", "l1", 1, PROMPT));

        assertThat(inbox.takeBack("m1", null)).isEqualTo(PromptListener.Taken.REMOVED);
        inbox.listen(queue);

        assertThat(queue.ids).isEmpty();
    }

    @Test
    void takenBackPromptComesAgainOnlyByRetry() {
        inbox.listen(queue);
        HubMessage message = message("m1", "l1", 1, PROMPT);
        inbox.offer(message);
        inbox.takeBack("m1", new LocalId("l1"));

        inbox.offer(message);
        assertThat(queue.ids).containsExactly("m1");

        assertThat(inbox.retry(message)).isTrue();
        assertThat(queue.ids).containsExactly("m1", "m1");
        inbox.markConsumed(List.of(new LocalId("l1")));
        assertThat(inbox.retry(message)).isFalse();
    }

    private static HubMessage message(
            String id, @Nullable String localId, long seq, RawJson content) {
        return new HubMessage(
                new MessageId(id),
                seq,
                localId == null ? null : new LocalId(localId),
                content,
                0,
                null);
    }

    private static final class Queue implements PromptListener {
        final List<String> ids = new ArrayList<>();

        @Override
        public void received(Prompt prompt) {
            ids.add(String.valueOf(prompt.id()));
        }

        @Override
        public Taken takeBack(Prompt prompt) {
            return Taken.REMOVED;
        }
    }
}
