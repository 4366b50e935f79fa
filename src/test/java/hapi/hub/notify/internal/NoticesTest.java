package hapi.hub.notify.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.RecordingSink;
import hapi.hub.lanes.Lanes;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.notify.Channel;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.TxRunner;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/// Dispatcher, ledger and sender on a real database; time and threads are the test's own.
@Timeout(60)
class NoticesTest {
    private static final String TASK =
            "{\"type\":\"output\",\"data\":{\"type\":\"system\","
                    + "\"subtype\":\"task_notification\",\"summary\":\"done %d\"}}";

    @TempDir Path folder;
    private final Turns turns = new Turns();
    private final Told told = new Told();
    private boolean isWatched;
    private HubCore core;
    private NoticeDispatcher dispatcher;
    private NoticeSender sender;
    private SessionKey session;
    private long stateVersion = 1;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        start();
        session = core.newSession("t");
        core.beat(session, false);
    }

    @AfterEach
    void close() {
        dispatcher.close();
        core.close();
    }

    private void start() {
        NoticeWording wording = new NoticeWording(core.sessions());
        Ledger ledger =
                new Ledger(
                        core.get(Lanes.class),
                        core.get(TxRunner.class),
                        new LedgerRepository(new JdbcTemplate(core.get(DataSource.class))));
        sender =
                new NoticeSender(
                        ledger, wording, List.of(told), turns, core.clock, Duration.ofSeconds(1));
        dispatcher =
                new NoticeDispatcher(
                        core.get(EventSpine.class),
                        new FactReading(core.sessions()),
                        wording,
                        ledger,
                        List.of(told),
                        List.of(_ -> isWatched),
                        sender,
                        turns,
                        core.clock);
        dispatcher.start();
    }

    /// A hub that ends without a word and starts on the same database.
    private void startAnew() {
        dispatcher.close();
        turns.forgetAll();
        core.close();
        core = new HubCore(folder, core.clock);
        start();
    }

    private void state(String requests) {
        core.sessions()
                .updateAgentState(
                        session,
                        stateVersion++,
                        RawJson.ofText("{\"requests\":{" + requests + "}}"),
                        HubCore.CLI)
                .join();
    }

    private static String asks(String id, String tool, long at) {
        return "\"%s\":{\"tool\":\"%s\",\"arguments\":{},\"createdAt\":%d}".formatted(id, tool, at);
    }

    private void says(String content) {
        core.get(MessageService.class)
                .append(
                        session,
                        new IncomingMessage(
                                RawJson.ofText("{\"role\":\"agent\",\"content\":" + content + "}"),
                                null,
                                null),
                        HubCore.CLI)
                .join();
    }

    /// Lets time pass and does what is due by then. Wait for the events to be heard before.
    private void passes(Duration time) {
        core.clock.advance(time);
        turns.run(time);
    }

    private List<String> ledger() {
        JdbcTemplate jdbc = new JdbcTemplate(core.get(DataSource.class));
        return core.get(TxRunner.class)
                .read(() ->
                        jdbc.query(
                                """
                                SELECT n.kind, n.subject, d.target, d.state, d.reason, d.tries
                                FROM notices n JOIN notice_deliveries d ON d.notice_no = n.no ORDER BY d.no
                                """,
                                (row, _) ->
                                        "%s %s %s %s %s %d"
                                                .formatted(
                                                        row.getString(1),
                                                        row.getString(2)
                                                                .replaceFirst(
                                                                        "message:.*", "message"),
                                                        row.getString(3),
                                                        row.getString(4),
                                                        row.getString(5),
                                                        row.getInt(6))
                                                .replaceAll(" +", " ")));
    }

    @Test
    void requestIsSentAfterItsRestAndTheLedgerSaysSo() {
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(499));
        assertThat(told.words).isEmpty();

        passes(Duration.ofMillis(1));

        assertThat(told.words)
                .extracting(
                        it -> it.title() + "|" + it.body() + "|" + it.tag() + "|" + it.requestId())
                .containsExactly(
                        "Permission Request|work (Bash)|permission-" + session.id().value() + "|a");
        assertThat(ledger()).containsExactly("permission request:a@7 phone accepted 1");
    }

    @Test
    void requestsThatCameTogetherAreSentAsOneAndEachHasItsEnd() {
        state(asks("a", "Bash", 7) + "," + asks("b", "Edit", 8));
        turns.await(1);
        passes(Duration.ofMillis(500));

        assertThat(told.words).extracting(NoticeWords::body).containsExactly("work (Bash) +1 more");
        assertThat(ledger())
                .containsExactly(
                        "permission request:a@7 phone accepted 1",
                        "permission request:b@8 suppressed together 0");
    }

    @Test
    void targetWithABacklogHidesNoOther() {
        told.targets = List.of("hanging", "phone");
        told.next = new Channel.Outcome.Later("no answer", Optional.of(Duration.ofMinutes(5)));
        for (int i = 0; i < 6; i++) {
            says(TASK.formatted(i));
            turns.await(1);
            passes(Duration.ZERO);
        }
        core.clock.advance(Duration.ofMinutes(6));

        assertThat(due(4, 200)).containsOnly("hanging", "phone").hasSize(8);
        assertThat(due(1, 2)).containsExactly("hanging", "phone");
    }

    private List<String> due(int each, int limit) {
        LedgerRepository repository =
                new LedgerRepository(new JdbcTemplate(core.get(DataSource.class)));
        return core
                .get(TxRunner.class)
                .read(() -> repository.due(core.clock.millis(), each, limit))
                .stream()
                .map(LedgerRepository.Waiting::target)
                .toList();
    }

    @Test
    void channelThatBreaksCostsATry() {
        told.breaks = true;
        says(TASK.formatted(1));
        turns.await(1);
        passes(Duration.ZERO);
        assertThat(ledger()).containsExactly("task message phone waiting broken 1");

        told.breaks = false;
        passes(Duration.ofSeconds(1));
        assertThat(ledger()).containsExactly("task message phone accepted 2");
    }

    @Test
    void questionIsSentWithItsWords() {
        state(
                """
                "q":{"tool":"functions.request_user_input","createdAt":9,"arguments":
                    {"questions":[{"question":" Which\\n colour? "},{"question":"Why?"}]}}
                """);
        turns.await(1);
        passes(Duration.ofMillis(500));

        assertThat(told.words.getFirst().title()).isEqualTo("Claude needs your input");
        assertThat(told.words.getFirst().body()).isEqualTo("Which colour?\n+1 more question\nwork");
        assertThat(ledger()).containsExactly("question request:q@9 phone accepted 1");
    }

    @Test
    void whoLooksAtAScreenIsToldThere() throws Exception {
        RecordingSink screen = core.listen(Scopes.HOME);
        isWatched = true;
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));

        assertThat(told.words).isEmpty();
        assertThat(ledger()).containsExactly("permission request:a@7 suppressed watched 0");
        HubEvent last = screen.events(1).getFirst().event();
        while (!(last instanceof HubEvent.Noticed)) {
            last = screen.events(1).getFirst().event();
        }
        assertThat(last)
                .isEqualTo(
                        new HubEvent.Noticed(
                                Scopes.HOME,
                                "permission",
                                "Permission Request",
                                "work (Bash)",
                                session.id().value(),
                                "/sessions/" + session.id().value()));
    }

    @Test
    void whoHasNoPhoneIsInTheLedgerToo() {
        told.targets = List.of();
        says("{\"type\":\"event\",\"data\":{\"type\":\"ready\"}}");
        turns.await(1);
        passes(Duration.ZERO);

        assertThat(ledger()).containsExactly("ready message suppressed nobody 0");
    }

    @Test
    void readinessAndTasksAreSentInTheWordsOfTheAgent() {
        says("{\"type\":\"event\",\"data\":{\"type\":\"ready\"}}");
        says(
                """
                {"type":"output","data":{"type":"system","subtype":"task_notification",
                    "summary":"Index\\n built","status":"done"}}
                """);
        says(
                """
                {"type":"output","data":{"type":"user","message":{"content":
                    "<task-notification><status> Failed </status><summary>Lint</summary></task-notification>"}}}
                """);
        says(
                "{\"type\":\"output\",\"data\":{\"type\":\"user\",\"message\":{\"content\":\"\\\"ready\\\"\"}}}");
        turns.await(3);
        passes(Duration.ZERO);

        assertThat(told.words)
                .extracting(it -> it.title() + "|" + it.body() + "|" + it.tag())
                .containsExactlyInAnyOrder(
                        "Ready for input|Claude is waiting in work|ready-" + session.id().value(),
                        "Task completed|Claude · work · Index built|null",
                        "Task failed|Claude · work · Lint|null");
    }

    @Test
    void failedSendingIsTriedAgainWithGrowingPausesAndEnds() {
        told.next = new Channel.Outcome.Later("status 500", Optional.empty());
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        assertThat(ledger()).containsExactly("permission request:a@7 phone waiting status 500 1");

        for (int pause : List.of(1, 4, 16, 64)) {
            passes(Duration.ofMillis(pause * 1000L - 1));
            int before = told.words.size();
            passes(Duration.ofMillis(1));
            assertThat(told.words).as("after %d s", pause).hasSize(before + 1);
        }
        passes(Duration.ofSeconds(256));

        assertThat(told.words).hasSize(6);
        assertThat(ledger()).containsExactly("permission request:a@7 phone failed status 500 6");
    }

    @Test
    void pauseThatTheOtherSideAskedForIsKeptUnlessItIsTooLong() {
        told.next = new Channel.Outcome.Later("status 429", Optional.of(Duration.ofMinutes(2)));
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        passes(Duration.ofSeconds(119));
        assertThat(told.words).hasSize(1);

        told.next = new Channel.Outcome.Later("status 429", Optional.of(Duration.ofHours(1)));
        passes(Duration.ofSeconds(1));

        assertThat(told.words).hasSize(2);
        assertThat(ledger()).containsExactly("permission request:a@7 phone expired status 429 2");
    }

    @Test
    void decidedWhileItWaitsIsNotSentAgain() {
        told.next = new Channel.Outcome.Later("status 500", Optional.empty());
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        state("");
        told.next = new Channel.Outcome.Accepted();
        passes(Duration.ofSeconds(1));

        assertThat(told.words).hasSize(1);
        assertThat(ledger()).containsExactly("permission request:a@7 phone suppressed over 1");
    }

    @Test
    void hubThatStartsAnewSendsWhatWaitedOnceTheSessionRunsAgain() {
        told.next = new Channel.Outcome.Later("not reached", Optional.empty());
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        startAnew();
        told.next = new Channel.Outcome.Accepted();
        passes(Duration.ofSeconds(1));
        sender.sweep();
        passes(Duration.ZERO);
        assertThat(told.words).hasSize(1);

        core.beat(session, false);
        turns.await(2);
        passes(Duration.ofSeconds(2));
        passes(Duration.ofSeconds(2));

        assertThat(told.words).hasSize(2);
        assertThat(ledger()).containsExactly("permission request:a@7 phone accepted 2");
    }

    @Test
    void hubThatStartsAnewTellsWhatItHadNotToldAndNothingTwice() {
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        state(asks("a", "Bash", 7) + "," + asks("b", "Edit", 8));
        turns.await(1);
        startAnew();
        core.sessions().resolve(Scopes.HOME, session.id().value());

        core.beat(session, false);
        turns.await(1);
        passes(Duration.ofMillis(500));

        assertThat(told.words)
                .extracting(NoticeWords::body)
                .containsExactly("work (Bash)", "work (Edit)");
        assertThat(ledger())
                .containsExactly(
                        "permission request:a@7 phone accepted 1",
                        "permission request:b@8 phone accepted 1");
    }

    @Test
    void ledgerIsKeptThirtyDays() {
        state(asks("a", "Bash", 7));
        turns.await(1);
        passes(Duration.ofMillis(500));
        sender.sweep();
        core.clock.advance(Duration.ofDays(30));
        sender.sweep();
        assertThat(ledger()).hasSize(1);

        core.clock.advance(Duration.ofHours(2));
        sender.sweep();

        assertThat(ledger()).isEmpty();
    }

    /// Work for later, run by the test on its own thread in the order of its times.
    private static final class Turns implements Clockwork {
        private record Turn(long at, long number, Runnable work) {}

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final PriorityQueue<Turn> waiting =
                new PriorityQueue<>((one, other) ->
                        one.at != other.at
                                ? Long.compare(one.at, other.at)
                                : Long.compare(one.number, other.number));
        private long now;
        private long number;

        @Override
        public void after(Duration pause, Runnable work) {
            lock.lock();
            try {
                waiting.add(new Turn(now + pause.toMillis(), number++, work));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /// Waits until there are so many.
        void await(int count) {
            lock.lock();
            try {
                while (waiting.size() < count) {
                    assertThat(changed.await(20, TimeUnit.SECONDS)).as("work for later").isTrue();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                lock.unlock();
            }
        }

        void forgetAll() {
            lock.lock();
            try {
                waiting.clear();
            } finally {
                lock.unlock();
            }
        }

        void run(Duration time) {
            now += time.toMillis();
            Turn turn = next();
            while (turn != null) {
                turn.work.run();
                turn = next();
            }
        }

        private @Nullable Turn next() {
            lock.lock();
            try {
                return waiting.isEmpty() || waiting.peek().at > now ? null : waiting.poll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// One phone that answers as the test says.
    private static final class Told implements Channel {
        private final List<NoticeWords> words = new ArrayList<>();
        private List<String> targets = List.of("phone");
        private Outcome next = new Outcome.Accepted();
        private boolean breaks;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public boolean yieldsToScreens() {
            return true;
        }

        @Override
        public List<String> targets(Namespace namespace) {
            return targets;
        }

        @Override
        public Outcome send(Namespace namespace, String target, NoticeWords said) {
            if (breaks) {
                throw new IllegalArgumentException("a bug");
            }
            words.add(said);
            return next;
        }
    }
}
