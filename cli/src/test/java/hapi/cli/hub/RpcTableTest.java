package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNothing;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls without a hub: who waits for whom.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RpcTableTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RawJson ABORT = RawJson.of(Map.of("method", "s1:abort", "params", "{}"));

    private final RpcTable table =
            new RpcTable(
                    "s1",
                    new SocketClient(
                            SocketOptions.of(
                                    new HubAccess(URI.create("http://127.0.0.1:9"), "secret"),
                                    RawJson.EMPTY_OBJECT),
                            new SilentListener()),
                    () -> {});

    @Test
    void theEndWaitsForTheAnswersThatAreOwed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        table.handle(
                RpcMethods.ABORT,
                _ -> {
                    await(release);
                    return RpcNothing.NOTHING;
                });
        table.request(ABORT, words -> answer.complete(words[0]));
        CompletableFuture<Boolean> wasAnswered =
                CompletableFuture.supplyAsync(() -> {
                    table.awaitAnswered(LONG);
                    return answer.isDone();
                });

        release.countDown();

        assertThat(wasAnswered.get()).isTrue();
    }

    @Test
    void whoEndsFromWithinACallDoesNotWaitForItself() throws Exception {
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        table.handle(
                RpcMethods.ABORT,
                _ -> {
                    table.awaitAnswered(LONG);
                    return RpcNothing.NOTHING;
                });

        table.request(ABORT, words -> answer.complete(words[0]));

        assertThat(answer.get()).isEqualTo(RawJson.NULL);
    }

    @Test
    void aCallThatTakesTooLongHoldsNobodyUp() {
        CountDownLatch never = new CountDownLatch(1);
        table.handle(
                RpcMethods.ABORT,
                _ -> {
                    await(never);
                    return RpcNothing.NOTHING;
                });
        table.request(ABORT, _ -> {});

        table.awaitAnswered(Duration.ofMillis(1));

        assertThat(never.getCount()).isOne();
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
