package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.home.HapiHome;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversIT extends LoopbackSession {
    private static final SessionId S1 = new SessionId("s1");
    @TempDir private Path home;
    private OutboxFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new OutboxFolder(new HapiHome(home));
    }

    @Test
    void whatAKilledProcessLeftIsSentOnceAndInOrder() throws Exception {
        startHub(true);
        session();
        leave(S1, 5);

        leftovers(Clock.systemUTC()).send();
        leftovers(Clock.systemUTC()).send();

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4);
        assertThat(folder.sessions()).isEmpty();
    }

    @Test
    void publishedHubIsAskedWhatItHasAndSentTheRest() throws Exception {
        startHub(false);
        HubSession session = session();
        leave(S1, 5);
        sentByTheKilledProcess(session, 2);

        leftovers(Clock.systemUTC()).send();

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4);
        assertThat(stored()).allMatch(message -> message.path("localId").isNull());
        assertThat(folder.sessions()).isEmpty();
    }

    @Test
    void sessionThatTheHubDoesNotKnowIsKeptForFourteenDays() throws Exception {
        startHub(true);
        SessionId gone = new SessionId("gone");
        leave(gone, 3);

        leftovers(Clock.systemUTC()).send();
        leftovers(Clock.offset(Clock.systemUTC(), Duration.ofDays(13))).send();
        assertThat(folder.sessions()).containsExactly(gone);
        leftovers(Clock.offset(Clock.systemUTC(), Duration.ofDays(15))).send();

        assertThat(folder.sessions()).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @Test
    void sessionWhoseProcessRunsIsLeftAlone() throws Exception {
        startHub(true);
        session();
        try (DeliveryJournal running = DeliveryJournal.tryOpen(folder, S1).orElseThrow()) {
            running.added(kept(0));

            leftovers(Clock.systemUTC()).send();

            assertThat(stored()).isEmpty();
            running.removed(0);
        }
    }

    @Test
    void promptThatWasTakenAndNotGivenWaitsForWhoGoesOn() throws Exception {
        startHub(true);
        HubSession session = session();
        Prompt prompt =
                new Prompt(
                        new MessageId("m1"),
                        new LocalId("p1"),
                        1,
                        1,
                        RawJson.trusted("{\"role\":\"user\"}"));
        try (DeliveryJournal killed = DeliveryJournal.tryOpen(folder, S1).orElseThrow()) {
            killed.taken(List.of(prompt));
        }
        leftovers(Clock.systemUTC()).send();
        assertThat(folder.sessions()).containsExactly(S1);

        List<Prompt> prompts = new CopyOnWriteArrayList<>();
        link = SessionLink.open(rest(), session, folder, Clock.systemUTC());
        link.onPrompt(taking(prompts));
        assertThat(prompts).containsExactly(prompt);
        link.consumed(prompts);
        link.given(prompts);
        await().atMost(SOON).until(() -> link.waitingMessages() == 0);
        link.close();

        assertThat(folder.sessions()).isEmpty();
    }

    private Leftovers leftovers(Clock clock) {
        return new Leftovers(rest(), folder, clock);
    }

    private HubRest rest() {
        return new HubRest(hub.access());
    }

    private void leave(SessionId session, int count) throws IOException {
        try (DeliveryJournal killed = DeliveryJournal.tryOpen(folder, session).orElseThrow()) {
            for (int i = 0; i < count; i++) {
                killed.added(kept(i));
            }
        }
    }

    private static DeliveryJournal.Kept kept(int number) {
        return new DeliveryJournal.Kept(
                number, new Outgoing.Said(new LocalId("own" + number), message(number), 1), 0);
    }

    /// The killed process had sent so many, and was not told.
    private void sentByTheKilledProcess(HubSession session, int count) {
        link = open(session);
        online();
        for (int i = 0; i < count; i++) {
            String marked = ReadBack.marked((Outgoing.Said) kept(i).outgoing());
            assertThat(Json.parse(marked).path(ReadBack.KEY).asString()).isEqualTo("own" + i);
            link.send(RawJson.trusted(marked));
        }
        await().atMost(SOON).until(() -> link.waitingMessages() == 0);
        link.close();
    }
}
