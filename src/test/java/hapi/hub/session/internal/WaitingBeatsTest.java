package hapi.hub.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionService;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WaitingBeatsTest {
    private static final Origin OTHER_SOCKET = new Origin.CliSocket("socket-2");

    @TempDir Path folder;
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<String> effects = new ArrayList<>();
    private final Set<Object> commands = new HashSet<>();
    private HubCore core;
    private Lanes lanes;
    private WaitingBeats beats;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        lanes = core.get(Lanes.class);
        beats =
                new WaitingBeats(
                        lanes,
                        (work, key, beat, origin) -> {
                            if (key.id().value().equals("bad")) {
                                throw new IllegalStateException("a bad beat");
                            }
                            commands.add(work);
                            effects.add(
                                    key.id() + " " + (long) beat.time() + " " + beat.thinking());
                            return beat.time() > 0;
                        });
    }

    @AfterEach
    void close() {
        free.countDown();
        core.close();
    }

    /// Until [#free], nothing that is placed runs.
    private void keepTheLaneBusy() {
        CountDownLatch busy = new CountDownLatch(1);
        lanes.submit(
                Scopes.HOME,
                _ -> {
                    busy.countDown();
                    try {
                        free.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return true;
                });
        try {
            busy.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Boolean> beat(String id, long time, Origin origin, long after) {
        SessionBeat beat = new SessionBeat(time, time % 2 == 0, settings(), after);
        return beats.add(Scopes.session(id), beat, origin);
    }

    private static SessionSettings settings() {
        return new SessionSettings(Map.of());
    }

    @Test
    void beatsOfManySessionsShareACommandWhileTheLaneIsBusy() {
        keepTheLaneBusy();
        List<CompletableFuture<Boolean>> counted =
                IntStream.range(0, 5000)
                        .mapToObj(i -> beat("s" + i % 500, 1 + i, HubCore.CLI, 0))
                        .toList();

        free.countDown();
        counted.forEach(it -> assertThat(it.join()).isTrue());

        assertThat(effects).hasSize(500).contains("s0 4501 false", "s499 5000 true");
        assertThat(commands).hasSize(1);
    }

    @Test
    void beatIsNotMovedAcrossAnotherReportOrConnection() {
        keepTheLaneBusy();
        beat("s", 1, HubCore.CLI, 0);
        beat("s", 2, HubCore.CLI, 1);
        CompletableFuture<Boolean> last = beat("s", 3, OTHER_SOCKET, 1);

        free.countDown();
        last.join();

        assertThat(effects).containsExactly("s 1 false", "s 2 true", "s 3 false");
    }

    @Test
    void beatThatGoesBackInTimeOrHasNoneStandsForItself() {
        keepTheLaneBusy();
        beat("s", 5, HubCore.CLI, 0);
        beat("s", 4, HubCore.CLI, 0);
        CompletableFuture<Boolean> last =
                beats.add(
                        Scopes.session("s"),
                        new SessionBeat(Double.NaN, false, settings(), 0),
                        HubCore.CLI);

        free.countDown();

        assertThat(last.join()).isFalse();
        assertThat(effects).hasSize(3);
    }

    @Test
    void badBeatFailsAlone() {
        keepTheLaneBusy();
        CompletableFuture<Boolean> good = beat("good", 1, HubCore.CLI, 0);
        CompletableFuture<Boolean> bad = beat("bad", 1, HubCore.CLI, 0);
        CompletableFuture<Boolean> better = beat("better", 1, HubCore.CLI, 0);

        free.countDown();

        assertThat(good.join()).isTrue();
        assertThat(better.join()).isTrue();
        assertThatThrownBy(bad::join).hasRootCauseMessage("a bad beat");
    }

    @Test
    void settingsOfMergedBeatsComeTogetherAndTheLastOneWins() {
        SessionKey key = core.newSession("one");
        SessionService sessions = core.sessions();
        keepTheLaneBusy();
        sessions.alive(key, with("model", "a"), HubCore.CLI);
        sessions.alive(key, with("effort", "high"), HubCore.CLI);
        CompletableFuture<Boolean> last = sessions.alive(key, with("model", "b"), HubCore.CLI);

        free.countDown();
        last.join();

        assertThat(sessions.find(key).orElseThrow().model()).isEqualTo("b");
        assertThat(sessions.find(key).orElseThrow().effort()).isEqualTo("high");
    }

    private SessionBeat with(String setting, String value) {
        return new SessionBeat(
                core.clock.millis(), false, new SessionSettings(Map.of(setting, value)));
    }

    @Test
    void endedSessionIsNotRevivedByABeatFromBeforeAndIsByOneFromAfter() {
        SessionKey key = core.newSession("one");
        SessionService sessions = core.sessions();
        keepTheLaneBusy();
        SessionBeat before = new SessionBeat(core.clock.millis(), false, settings(), 0);
        sessions.alive(key, before, HubCore.CLI);
        CompletableFuture<Boolean> ended = sessions.ended(key, "terminated", HubCore.CLI);

        free.countDown();
        ended.join();
        boolean isActive = sessions.find(key).orElseThrow().active();
        sessions.alive(key, new SessionBeat(core.clock.millis(), false, settings(), 1), HubCore.CLI)
                .join();

        assertThat(isActive).isFalse();
        assertThat(sessions.find(key).orElseThrow().active()).isTrue();
    }
}
