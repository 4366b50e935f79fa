package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.events.RecordingSink;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.message.PromptDelivery.CancelAnswer;
import hapi.hub.message.PromptDelivery.RetryAnswer;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ScheduledMessages;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MessageServiceTest extends MessageFixture {
    @Test
    void messagesAreNumberedFromOneInTheOrderOfTheirCalls() {
        List<CompletableFuture<Appended>> appends =
                IntStream.range(0, 200)
                        .mapToObj(i -> messages.append(key, agent("m" + i), HubCore.CLI))
                        .toList();
        appends.forEach(CompletableFuture::join);

        List<Message> stored = messages.backfill(key, 0, 200);
        assertThat(stored)
                .extracting(Message::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(stored.get(7).content().text()).contains("\"m7\"");
        assertThat(stored).extracting(Message::id).doesNotHaveDuplicates();
    }

    @Test
    void theSameLocalIdAThousandTimesInParallelIsOneRow() throws Exception {
        List<Appended> answers = new CopyOnWriteArrayList<>();
        List<Thread> senders =
                IntStream.range(0, 1000)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                answers.add(
                                                        messages.send(
                                                                key,
                                                                prompt("text " + i, "same"),
                                                                HubCore.REST))))
                        .toList();
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(messages.backfill(key, 0, 200)).hasSize(1);
        assertThat(answers)
                .hasSize(1000)
                .extracting(answer -> ((Appended.Stored) answer).message().id())
                .containsOnly(messages.backfill(key, 0, 1).getFirst().id());
    }

    @Test
    void contentIsKeptCharacterByCharacter() {
        String odd =
                "{\"role\":\"x\",\"n\":1795358307235.0290,\"b\":1,\"a\":[ 1e3 ],\"u\":\"\\u00e9\"}";

        append(odd, null);

        assertThat(messages.backfill(key, 0, 1).getFirst().content().text()).isEqualTo(odd);
    }

    @Test
    void anAgentsMessageCountsAsTakenEvenWithALocalId() {
        messages.append(
                        key,
                        new IncomingMessage(agent("a").content(), new LocalId("l1"), null),
                        HubCore.CLI)
                .join();
        messages.append(key, new IncomingMessage(user("u"), new LocalId("l2"), null), HubCore.CLI)
                .join();

        List<Message> stored = messages.backfill(key, 0, 10);
        assertThat(stored.get(0).invokedAt()).isNotNull();
        assertThat(stored.get(1).invokedAt()).isNull();
    }

    @Test
    void whatWasTypedInTheTerminalIsNoPromptThatWaits() {
        append(
                """
                {"role":"user","content":{"type":"text","text":"u"},"meta":{"sentFrom":"cli"}}\
                """,
                "l1");

        assertThat(messages.unconsumed(key)).isEmpty();
        assertThat(messages.backfill(key, 0, 10).getFirst().invokedAt()).isNotNull();
    }

    @Test
    void aMessageFromTheFutureIsOfNow() {
        long now = core.clock.millis();

        messages.append(key, new IncomingMessage(user("u"), null, now + 1e7), HubCore.CLI).join();
        messages.append(key, new IncomingMessage(user("v"), null, Double.NaN), HubCore.CLI).join();
        messages.append(key, new IncomingMessage(user("w"), null, now - 5.0), HubCore.CLI).join();

        assertThat(messages.backfill(key, 0, 10))
                .extracting(Message::createdAt)
                .containsExactly(now, now, now - 5);
    }

    @Test
    void sendingTellsInTheOrderThatClientsExpect() throws Exception {
        core.beat(key, false);
        RecordingSink events = core.listen(Scopes.HOME);

        messages.send(key, prompt("hello", "l1"), HubCore.REST);

        List<HubEvent> told = events.events(5).stream().map(Published::event).toList();
        assertThat(told.get(0)).isInstanceOf(HubEvent.SessionPatched.class);
        assertThat(((HubEvent.SessionReplaced) told.get(1)).session().hasConversationContent())
                .isTrue();
        assertThat(((HubEvent.MessageAppended) told.get(2)).message().content().text())
                .isEqualTo(
                        "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"hello\"},"
                                + "\"meta\":{\"sentFrom\":\"webapp\",\"deliveryMode\":\"queue\"}}");
        assertThat(((HubEvent.SessionPatched) told.get(3)).patch().values())
                .containsEntry("thinking", RawJson.trusted("true"));
        assertThat(((HubEvent.SessionPatched) told.get(4)).patch().values())
                .containsOnlyKeys("updatedAt");
    }

    @Test
    void aPromptKeepsTheSessionThinkingForFifteenSecondsAgainstBeats() {
        core.beat(key, false);
        messages.send(key, prompt("hello", "l1"), HubCore.REST);

        core.beat(key, false);
        assertThat(session().thinking()).isTrue();
        core.clock.advance(Duration.ofSeconds(16));
        core.beat(key, false);
        assertThat(session().thinking()).isFalse();

        messages.send(key, prompt("hello", "l2"), HubCore.REST);
        messages.consumed(key, List.of("l2"), true, false, HubCore.CLI).join();
        core.beat(key, false);
        assertThat(session().thinking()).isFalse();
    }

    @Test
    void aQueuedPromptMovesToTheMomentItIsTaken() throws Exception {
        messages.send(key, prompt("one", "l1"), HubCore.REST);
        core.clock.advance(Duration.ofSeconds(1));
        append("{\"role\":\"agent\",\"content\":{}}", null);
        core.clock.advance(Duration.ofSeconds(1));
        assertThat(messages.unconsumed(key)).hasSize(1);
        RecordingSink events = core.listen(Scopes.HOME);

        messages.consumed(key, List.of("l1", "unknown"), false, false, HubCore.CLI).join();

        HubEvent.MessagesInvoked invoked = events.nextOf(HubEvent.MessagesInvoked.class);
        assertThat(invoked.localIds()).containsExactly("l1", "unknown");
        assertThat(messages.unconsumed(key)).isEmpty();
        assertThat(latest(10).messages()).extracting(Message::seq).containsExactly(2L, 1L);
        assertThat(latest(10).page().epoch()).isZero();
    }

    @Test
    void theEndOfASessionEmptiesTheQueueUnlessItWasCleared() throws Exception {
        core.beat(key, false);
        messages.send(key, prompt("one", "l1"), HubCore.REST);
        messages.send(key, scheduled("later", "l2", core.clock.millis() + 100_000), HubCore.REST);

        core.sessions().ended(key, "cleared", HubCore.CLI).join();
        assertThat(messages.unconsumed(key)).hasSize(1);
        RecordingSink events = core.listen(Scopes.HOME);
        core.sessions().ended(key, "terminated", HubCore.CLI).join();

        assertThat(events.nextOf(HubEvent.MessagesInvoked.class).localIds()).containsExactly("l1");
        assertThat(messages.queuedState(key, List.of("l1", "l2", "l3")))
                .satisfies(state -> {
                    assertThat(state.queuedLocalIds()).containsExactly("l2");
                    assertThat(state.invokedLocalMessages()).hasSize(1);
                });
    }

    @Test
    void pagesCoverTheTimelineWithoutHoleOrDouble() {
        for (int i = 0; i < 25; i++) {
            core.clock.advance(Duration.ofMillis(i % 3));
            append("{\"role\":\"agent\",\"content\":{}}", null);
        }
        List<Long> seen = new ArrayList<>();

        MessagePage page = latest(10);
        assertThat(page.page().hasMore()).isTrue();
        while (!page.messages().isEmpty()) {
            seen.addAll(0, page.messages().stream().map(Message::seq).toList());
            page =
                    messages.page(
                            key,
                            new PageRequest.Before(
                                    new Position(
                                            page.page().nextBeforeAt(),
                                            page.page().nextBeforeSeq()),
                                    10));
        }

        assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 25).boxed().toList());
        assertThat(page.page().hasMore()).isFalse();
        assertThat(page.page().nextBeforeSeq()).isNull();
        assertThat(page.page().snapshotHeadSeq()).isEqualTo(25);
    }

    @Test
    void aPageAfterACursorEndsAtTheHead() {
        for (int i = 0; i < 5; i++) {
            core.clock.advance(Duration.ofMillis(1));
            append("{\"role\":\"agent\",\"content\":{}}", null);
        }
        long start = core.clock.millis() - 4;

        MessagePage part = after(new Position(start, 1), null, null, 2);
        MessagePage rest = after(new Position(start, 1), new Position(start + 3, 4), 0L, 10);
        MessagePage none = after(new Position(start + 4, 5), null, null, 10);

        assertThat(part.messages()).extracting(Message::seq).containsExactly(2L, 3L);
        assertThat(part.page().hasMore()).isTrue();
        assertThat(rest.messages()).extracting(Message::seq).containsExactly(2L, 3L, 4L);
        assertThat(rest.page().hasMore()).isFalse();
        assertThat(none.messages()).isEmpty();
        assertThat(none.page().nextAfterSeq()).isEqualTo(5);
    }

    @Test
    void aCursorOfAnotherEpochGetsTheLatestPage() {
        append("{\"role\":\"agent\",\"content\":{}}", null);

        MessagePage page = after(new Position(0, 0), null, 9L, 10);

        assertThat(page.page().reset()).isTrue();
        assertThat(page.page().direction()).isEqualTo("latest");
    }

    @Test
    void aRowInTheMiddleRaisesTheEpochAndAMoveForwardDoesNot() {
        append("{\"role\":\"agent\",\"content\":{}}", null);
        assertThat(latest(10).page().epoch()).isZero();

        messages.append(
                        key,
                        new IncomingMessage(
                                agent("x").content(), null, core.clock.millis() - 500.0),
                        HubCore.CLI)
                .join();

        assertThat(latest(10).page().epoch()).isEqualTo(1);
        assertThat(latest(10).messages()).extracting(Message::seq).containsExactly(2L, 1L);
    }

    @Test
    void aWaitingPromptIsOnTheLatestPageHoweverOldItIs() {
        messages.send(key, prompt("old", "l1"), HubCore.REST);
        for (int i = 0; i < 30; i++) {
            core.clock.advance(Duration.ofMillis(1));
            append("{\"role\":\"agent\",\"content\":{}}", null);
        }

        MessagePage page = latest(10);

        assertThat(page.messages()).hasSize(11);
        assertThat(page.messages().getFirst().localId()).isEqualTo("l1");
        assertThat(page.page().nextBeforeSeq()).isEqualTo(22);
    }

    @Test
    void theNumberOfACancelledLastMessageIsNotUsedAgainEvenAfterARestart() {
        append("{\"role\":\"agent\",\"content\":{}}", null);
        messages.send(key, prompt("oops", "l1"), HubCore.REST);
        assertThat(messages.cancel(key, "l1", HubCore.REST))
                .isEqualTo(new CancelResult.Cancelled("l1"));
        restart();
        core.sessions().resolve(Scopes.HOME, key.id().value());

        append("{\"role\":\"agent\",\"content\":{}}", null);

        assertThat(messages.backfill(key, 0, 10)).extracting(Message::seq).containsExactly(1L, 3L);
        assertThat(latest(10).page().epoch()).isEqualTo(1);
    }

    @Test
    void cancellingAsksTheCliThatMayHaveThePrompt() throws Exception {
        core.delivery.listeners = 1;
        for (CancelAnswer answer : CancelAnswer.values()) {
            String localId = "l-" + answer;
            messages.send(key, prompt("p", localId), HubCore.REST);
            core.delivery.cancelAnswer = answer;

            CancelResult result = messages.cancel(key, localId, HubCore.REST);

            switch (answer) {
                case REMOVED -> {
                    assertThat(result).isEqualTo(new CancelResult.Cancelled(localId));
                    assertThat(messages.find(key, localId)).isEmpty();
                }
                case CONSUMED -> {
                    assertThat(result).isInstanceOf(CancelResult.Invoked.class);
                    assertThat(messages.find(key, localId).orElseThrow().invokedAt()).isNotNull();
                }
                case IN_FLIGHT, INDETERMINATE -> {
                    assertThat(result).isEqualTo(new CancelResult.Busy(localId));
                    assertThat(messages.find(key, localId).orElseThrow().deliveryState()).isNull();
                }
                case NONE -> {
                    assertThat(result).isEqualTo(new CancelResult.Busy(localId));
                    assertThat(messages.find(key, localId).orElseThrow().deliveryState())
                            .isEqualTo("indeterminate");
                }
            }
        }
        assertThat(messages.cancel(key, "nobody", HubCore.REST))
                .isEqualTo(new CancelResult.Cancelled(null));
    }

    @Test
    void anIndeterminatePromptIsNotDeliveredByItselfButOnRequest() {
        core.delivery.listeners = 1;
        messages.send(key, prompt("p", "l1"), HubCore.REST);
        messages.indeterminate(key, List.of("l1"), HubCore.CLI).join();

        assertThat(messages.unconsumed(key)).isEmpty();
        assertThat(messages.backfill(key, 0, 10)).isEmpty();
        assertThat(messages.retry(key, "l1", HubCore.REST))
                .isEqualTo(new RetryResult.Unavailable("l1"));
        core.delivery.retryAnswer = RetryAnswer.ACCEPTED;
        assertThat(messages.retry(key, "l1", HubCore.REST))
                .isEqualTo(new RetryResult.Retried("l1"));
        assertThat(messages.unconsumed(key)).hasSize(1);
        assertThat(messages.retry(key, "l1", HubCore.REST))
                .isEqualTo(new RetryResult.AlreadyQueued("l1"));
        assertThat(messages.retry(key, "nobody", HubCore.REST))
                .isInstanceOf(RetryResult.NotFound.class);
    }

    @Test
    void steeringTakesAPromptOutOfTheReplayAndBack() {
        messages.send(key, prompt("p", "l1"), HubCore.REST);

        assertThat(messages.steering(key, List.of("l1"), true, HubCore.CLI).join()).isTrue();
        assertThat(messages.unconsumed(key)).isEmpty();
        assertThat(messages.steering(key, List.of("l1"), true, HubCore.CLI).join()).isFalse();
        assertThat(messages.steering(key, List.of("l1"), false, HubCore.CLI).join()).isTrue();
        assertThat(messages.unconsumed(key)).hasSize(1);
    }

    @Test
    void aScheduledMessageIsReleasedWhenItsTimeComesAlsoAfterARestart() throws Exception {
        long at = core.clock.millis() + 60_000;
        messages.send(key, scheduled("later", "l1", at), HubCore.REST);
        assertThat(core.get(ScheduledMessages.class).of(key))
                .contains(new ScheduledMessages.Scheduled(1, at));
        core.tick();
        assertThat(core.delivery.delivered).isEmpty();
        restart();

        assertThat(core.get(ScheduledMessages.class).of(key))
                .contains(new ScheduledMessages.Scheduled(1, at));
        RecordingSink events = core.listen(Scopes.HOME);
        core.clock.advance(Duration.ofSeconds(61));
        core.tick();
        core.tick();

        assertThat(core.delivery.delivered)
                .extracting(Message::localId)
                .containsExactly("l1", "l1");
        assertThat(events.events(1).getFirst().event())
                .isEqualTo(new HubEvent.ScheduledMatured(key));
        core.sessions().resolve(Scopes.HOME, key.id().value());
        messages.consumed(key, List.of("l1"), false, false, HubCore.CLI).join();
        core.tick();
        assertThat(core.delivery.delivered).hasSize(2);
    }

    @Test
    void aScheduledMessageIsNoPromptYet() {
        core.beat(key, false);
        messages.send(key, scheduled("later", "l1", core.clock.millis() + 60_000), HubCore.REST);

        assertThat(session().thinking()).isFalse();
        assertThat(messages.unconsumed(key)).isEmpty();
        assertThat(messages.backfill(key, 0, 10)).isEmpty();
        assertThat(messages.cancel(key, "l1", HubCore.REST))
                .isEqualTo(new CancelResult.Cancelled("l1"));
        assertThat(core.get(ScheduledMessages.class).of(key)).isEmpty();
    }

    @Test
    void aClockThatJumpsReleasesAScheduledMessageOnceItsTimeCame() {
        messages.send(key, scheduled("later", "l1", core.clock.millis() + 60_000), HubCore.REST);

        core.clock.advance(Duration.ofDays(-1));
        core.tick();
        assertThat(core.delivery.delivered).isEmpty();
        core.clock.advance(Duration.ofDays(3));
        core.tick();

        assertThat(core.delivery.delivered).extracting(Message::localId).containsOnly("l1");
    }

    @Test
    void aDeletedSessionTakesItsMessagesAlong() {
        append("{\"role\":\"agent\",\"content\":{}}", null);

        core.sessions().delete(key, HubCore.REST);

        assertThat(messages.append(key, agent("late"), HubCore.CLI).join())
                .isInstanceOf(Appended.Gone.class);
        assertThat(messages.backfill(key, 0, 10)).isEmpty();
        assertThat(latest(10).messages()).isEmpty();
    }

    @Test
    void nobodyReadsAnotherNamespacesMessages() {
        append("{\"role\":\"agent\",\"content\":{}}", null);
        SessionKey stolen = core.newSession(Scopes.OTHER, "o");

        assertThat(messages.backfill(stolen, 0, 10)).isEmpty();
        assertThat(messages.find(stolen, messages.backfill(key, 0, 1).getFirst().id())).isEmpty();
    }

    private MessagePage latest(int limit) {
        return messages.page(key, new PageRequest.Latest(limit));
    }

    private MessagePage after(
            Position from, @Nullable Position until, @Nullable Long epoch, int limit) {
        return messages.page(key, new PageRequest.After(from, until, epoch, limit));
    }

    private static OutgoingMessage prompt(String text, String localId) {
        return OutgoingMessage.text(text, new LocalId(localId));
    }

    private static OutgoingMessage scheduled(String text, String localId, long at) {
        return new OutgoingMessage(
                text, List.of(), new LocalId(localId), at, OutgoingMessage.WEBAPP, false);
    }

    private static RawJson user(String text) {
        return RawJson.ofText(
                "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
                        .formatted(text));
    }
}
