package hapi.hub.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.events.HubEvent;
import hapi.hub.events.RecordingSink;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PlannedEnds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TimedEndsTest {
    @TempDir Path folder;
    private final List<Runnable> due = new ArrayList<>();
    private HubCore core;
    private SessionKey key;
    private PlannedEnds ends;
    private Duration delay = Duration.ZERO;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        key = core.newSession("t");
        core.beat(key, false);
        ends =
                new TimedEnds(
                        core.sessions(),
                        core.get(Lanes.class),
                        (wait, work) -> {
                            delay = wait;
                            due.add(work);
                        });
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void sessionEndsSixSecondsAfterItWasAskedFor() {
        assertThat(ends.plan(key, HubCore.REST)).isTrue();
        assertThat(delay).isEqualTo(Duration.ofSeconds(6));
        assertThat(ends.isPlanned(key)).isTrue();
        assertThat(isActive()).isTrue();

        due.getFirst().run();

        assertThat(isActive()).isFalse();
        assertThat(ends.isPlanned(key)).isFalse();
    }

    @Test
    void endThatWasTakenBackDoesNotCome() {
        ends.plan(key, HubCore.REST);

        assertThat(ends.keep(key, HubCore.REST)).isTrue();
        due.getFirst().run();

        assertThat(isActive()).isTrue();
        assertThat(ends.keep(key, HubCore.REST)).isFalse();
    }

    @Test
    void oldTimeDoesNotEndWhatWasPlannedAgain() {
        ends.plan(key, HubCore.REST);
        ends.keep(key, HubCore.REST);
        ends.plan(key, HubCore.REST);

        due.getFirst().run();

        assertThat(isActive()).isTrue();
        assertThat(ends.isPlanned(key)).isTrue();
    }

    @Test
    void secondAskingDoesNotPutItOff() {
        ends.plan(key, HubCore.REST);

        assertThat(ends.plan(key, HubCore.REST)).isTrue();
        assertThat(due).hasSize(1);
    }

    @Test
    void sessionThatDoesNotRunHasNoEnd() {
        assertThat(ends.plan(core.newSession("still"), HubCore.REST)).isFalse();
        assertThat(due).isEmpty();
    }

    @Test
    void everyScreenIsToldOfTheBeginningAndTheEnd() throws InterruptedException {
        RecordingSink sink = core.listen(key.namespace());

        ends.plan(key, HubCore.REST);
        ends.keep(key, HubCore.REST);

        assertThat(sink.events(2))
                .extracting(it -> it.event())
                .containsExactly(
                        new HubEvent.EndMoved(key, true, null),
                        new HubEvent.EndMoved(key, false, null));
    }

    private boolean isActive() {
        return core.sessions().summary(key).orElseThrow().active();
    }
}
