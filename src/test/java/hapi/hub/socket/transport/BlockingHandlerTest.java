package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingHandlerTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final EchoNamespace cli =
            new EchoNamespace() {
                @Override
                public void event(
                        SocketConnection connection,
                        String event,
                        List<RawJson> arguments,
                        @Nullable Ack ack) {
                    super.event(connection, event, arguments, ack);
                    if (event.equals("block")) {
                        awaitRelease();
                    }
                }
            };
    private final SocketTestServer server =
            SocketTestServer.start(
                    Limits.standard().with("pingInterval", Duration.ofMillis(200)).build(), cli);

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    @Test
    void delaysOnlyItsOwnClient() throws Exception {
        try (RawSocket blocked = RawSocket.admitted(server);
                RawPolling blockedToo = RawPolling.admitted(server);
                RawSocket other = RawSocket.admitted(server)) {
            SocketConnection connection = cli.awaitConnection();
            blocked.send("42/cli,[\"block\"]");
            blocked.send("42/cli,1[\"echo\"]");
            CompletableFuture<?> post =
                    CompletableFuture.runAsync(() -> blockedToo.post("42/cli,[\"block\"]"));
            cli.await("block");
            cli.await("block");

            other.send("42/cli,1[\"echo\"]");
            assertThat(other.next()).isEqualTo("43/cli,1[]");
            connection.emit("still-writable");
            assertThat(blocked.next()).isEqualTo("42/cli,[\"still-writable\"]");
            Assertions.assertThatThrownBy(() -> post.get(100, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);

            release.countDown();
            assertThat(blocked.next()).isEqualTo("43/cli,1[]");
            post.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void stopsReadingFromItsClient() throws Exception {
        try (RawSocket blocked = RawSocket.admitted(server)) {
            blocked.send("42/cli,[\"block\"]");
            cli.await("block");
            String chunk = "42/cli,[\"n\",\"" + "x".repeat(500_000) + "\"]";

            CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
            int taken = 0;
            try {
                for (; taken < 200; taken++) {
                    sent = blocked.socket().sendText(chunk, true);
                    sent.get(500, TimeUnit.MILLISECONDS);
                }
            } catch (TimeoutException _) {
                // The kernel's buffers are full, and nobody empties them.
            }

            assertThat(taken).isLessThan(100);
            release.countDown();
            sent.get(10, TimeUnit.SECONDS);
            for (int i = 0; i < taken; i++) {
                cli.await("n");
            }
        }
    }

    @Test
    void doesNotKeepTheServerFromClosing() {
        try (RawSocket blocked = RawSocket.admitted(server)) {
            blocked.send("42/cli,[\"block\"]");
            cli.await("block");
            long start = System.nanoTime();

            server.sockets().close();

            // The handler never ends; what counts is that nobody waits for it.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(15));
            blocked.awaitClosed();
        }
    }
}
