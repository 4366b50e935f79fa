package hapi.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.models.SharedAnswers.Question;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final RawJson GOOD = RawJson.ofText("{\"success\":true,\"models\":[]}");
    private static final RawJson BAD = RawJson.ofText("{\"success\":false,\"error\":\"no\"}");
    private static final Question ONE = new Question("Codex", "list", "/one");
    private static final Question TWO = new Question("Codex", "list", "/two");
    private static final Question OTHER = new Question("OpenCode", "list", "/one");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final SharedAnswers answers = new SharedAnswers(now::get);
    private final ExecutorService people = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        answers.close();
        people.shutdownNow();
    }

    @Test
    void goodAnswerIsKeptForTenMinutes() {
        ask(ONE, GOOD);
        now.set(now.get().plus(Duration.ofMinutes(10)).minusMillis(1));
        assertThat(ask(ONE, BAD)).isEqualTo(GOOD);
        now.set(now.get().plusMillis(1));

        assertThat(ask(ONE, BAD)).isEqualTo(BAD);

        assertThat(asked).hasValue(2);
    }

    @Test
    void failureIsAskedAgain() {
        assertThat(ask(ONE, BAD)).isEqualTo(BAD);

        assertThat(ask(ONE, GOOD)).isEqualTo(GOOD);
    }

    @Test
    void everyFolderHasItsOwnAnswer() {
        ask(ONE, GOOD);

        assertThat(ask(TWO, BAD)).isEqualTo(BAD);
    }

    @Test
    void whoAsksWhileItIsAskedGetsThatAnswer() throws Exception {
        Slow slow = new Slow();
        List<Future<RawJson>> all = new ArrayList<>();
        all.add(people.submit(() -> answers.answer(ONE, LONG, slow)));
        slow.awaitBegun();
        for (int i = 0; i < 5; i++) {
            all.add(people.submit(() -> answers.answer(ONE, LONG, counted(BAD))));
        }

        slow.goOn.countDown();

        for (Future<RawJson> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(GOOD);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void whoLosesPatienceIsToldSoAndTheAnswerIsKept() throws Exception {
        Slow slow = new Slow();

        RawJson early = answers.answer(ONE, Duration.ofMillis(1), slow);
        slow.goOn.countDown();
        RawJson late = answers.answer(ONE, LONG, counted(BAD));

        assertThat(early.text())
                .isEqualTo(
                        "{\"success\":false,\"error\":\"Codex is still starting. Try again in a"
                                + " moment.\"}");
        assertThat(late).isEqualTo(GOOD);
    }

    @Test
    void oneAgentIsAskedOneThingAtATimeAndAnotherBesideIt() throws Exception {
        Slow slow = new Slow();
        Future<RawJson> first = people.submit(() -> answers.answer(ONE, LONG, slow));
        slow.awaitBegun();
        Future<RawJson> second = people.submit(() -> answers.answer(TWO, LONG, counted(GOOD)));

        assertThat(ask(OTHER, GOOD)).isEqualTo(GOOD);
        assertThat(asked).hasValue(1);
        slow.goOn.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(GOOD);
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(GOOD);
        assertThat(asked).hasValue(2);
    }

    @Test
    void onlySomeQuestionsToAnAgentWait() throws Exception {
        Slow slow = new Slow();
        for (int i = 0; i < 8; i++) {
            answers.answer(new Question("Codex", "list", "/" + i), Duration.ofMillis(1), slow);
        }

        assertThat(answers.answer(ONE, LONG, counted(GOOD)).text()).contains("busy");
        assertThat(ask(OTHER, GOOD)).isEqualTo(GOOD);
    }

    @Test
    void closingEndsWhatIsBeingAsked() throws Exception {
        Slow slow = new Slow();
        Future<RawJson> waiting = people.submit(() -> answers.answer(ONE, LONG, slow));
        slow.awaitBegun();

        answers.close();

        assertThat(waiting.get(20, TimeUnit.SECONDS).text()).contains("\"success\":false");
    }

    private RawJson ask(Question question, RawJson answer) {
        return answers.answer(question, LONG, counted(answer));
    }

    private Supplier<RawJson> counted(RawJson answer) {
        return () -> {
            asked.incrementAndGet();
            return answer;
        };
    }

    /// Answers well when it may go on, badly when it is interrupted.
    private static final class Slow implements Supplier<RawJson> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public RawJson get() {
            begun.countDown();
            try {
                return goOn.await(20, TimeUnit.SECONDS) ? GOOD : BAD;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return BAD;
            }
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
