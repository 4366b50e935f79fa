package hapi.cli.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.rpc.MachineCalls.SpawnOnceParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpawnOnceTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private final List<Optional<String>> begun = new ArrayList<>();

    @Test
    void secondAskingGetsTheSessionOfTheFirst() {
        SpawnOnce once = new SpawnOnce(this::begin);

        SpawnResult first = once.spawn(asked(ID));
        SpawnResult second = once.spawn(asked(ID));

        assertThat(first.sessionId()).isEqualTo("session-1");
        assertThat(second).isEqualTo(first);
        assertThat(begun).containsExactly(Optional.of(ID));
    }

    @Test
    void whoAsksWhileItIsUnderWayWaitsForItsEnd() throws Exception {
        CountDownLatch isBegun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        SpawnOnce once =
                new SpawnOnce((params, id) -> {
                    isBegun.countDown();
                    await(mayEnd);
                    return begin(params, id);
                });
        Callable<SpawnResult> ask = () -> once.spawn(asked(ID));
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SpawnResult> first = askers.submit(ask);
            isBegun.await();
            Future<SpawnResult> second = askers.submit(ask);
            mayEnd.countDown();

            assertThat(second.get()).isEqualTo(first.get());
        }

        assertThat(begun).hasSize(1);
    }

    @Test
    void startThatFailedIsTriedAgain() {
        SpawnOnce once =
                new SpawnOnce((params, id) ->
                        begin(params, id).sessionId().equals("session-1")
                                ? SpawnResult.failed("no hub", null, null)
                                : SpawnResult.started("session-2"));

        SpawnResult first = once.spawn(asked(ID));
        SpawnResult second = once.spawn(asked(ID));

        assertThat(first.errorMessage()).isEqualTo("no hub");
        assertThat(second.sessionId()).isEqualTo("session-2");
    }

    @Test
    void twoIdsAreTwoStarts() {
        SpawnOnce once = new SpawnOnce(this::begin);

        once.spawn(asked(ID));
        once.spawn(asked(ID.replace('1', '7')));

        assertThat(begun).hasSize(2);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "--yolo", "11111111-2222-3333-4444-555555555555 --yolo"})
    void idThatIsNoneIsRefused(@Nullable String id) {
        SpawnResult result = new SpawnOnce(this::begin).spawn(asked(id));

        assertThat(result.type()).isEqualTo(SpawnResult.ERROR);
        assertThat(begun).isEmpty();
    }

    private SpawnResult begin(SpawnParams params, Optional<String> startId) {
        begun.add(startId);
        return SpawnResult.started("session-" + begun.size());
    }

    private static SpawnOnceParams asked(@Nullable String id) {
        return new SpawnOnceParams(id, SpawnParams.in("/x", "claude"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
