package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketClientIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    @TempDir private Path folder;
    private LoopbackHub hub;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void startHub() throws Exception {
        hub = LoopbackHub.start(folder, true);
    }

    @AfterEach
    void stopHub() throws Exception {
        hub.close();
    }

    @Test
    void acksOfEveryShapeComeBack() {
        try (SocketClient client = connected("secret")) {
            assertThat(client.request("ack-nothing", SOON).join())
                    .isEqualTo(new AckResult.Acked(List.of()));
            assertThat(client.request("ack-null", SOON).join())
                    .isEqualTo(new AckResult.Acked(List.of(RawJson.NULL)));
            RawJson odd = RawJson.trusted("{\"n\":1.5,\"z\":null,\"t\":\"é😀\\n\"}");
            assertThat(client.request("echo", SOON, odd, RawJson.trusted("2")).join())
                    .isEqualTo(new AckResult.Acked(List.of(odd, RawJson.trusted("2"))));
        }
    }

    @Test
    void missingAckTimesOutAndTheConnectionStays() {
        try (SocketClient client = connected("secret")) {
            hub.control("mode", Json.object().put("silent", true));

            AckResult result =
                    client.request("message", Duration.ofMillis(200), RawJson.EMPTY_OBJECT).join();

            assertThat(result).isInstanceOf(AckResult.TimedOut.class);
            assertThat(client.request("ack-nothing", SOON).join())
                    .isInstanceOf(AckResult.Acked.class);
        }
    }

    @Test
    void eventsArriveInOrderAndOnOneThread() {
        try (SocketClient client = connected("secret")) {
            hub.control("burst", Json.object().put("count", 5000));

            await().atMost(SOON).until(() -> recorder.numbers.size() == 5000);
            assertThat(recorder.numbers).isEqualTo(IntStream.range(0, 5000).boxed().toList());
            assertThat(recorder.threads.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void framesOfFortyMebibytesPassBothWays() {
        int chars = 40 * 1024 * 1024;
        try (SocketClient client = connected("secret")) {
            hub.control("big", Json.object().put("chars", chars));
            await().atMost(Duration.ofSeconds(30)).until(() -> recorder.bigChars == chars + 5L);

            RawJson big = RawJson.trusted("\"" + "y".repeat(chars) + "\"");
            AckResult echoed = client.request("echo", Duration.ofSeconds(30), big).join();

            assertThat(recorder.disconnects).isEmpty();
            assertThat(((AckResult.Acked) echoed).first().text().length())
                    .isEqualTo(big.text().length());
        }
    }

    @Test
    void longFrameOfPairsArrivesWhole() {
        RawJson pairs = RawJson.trusted("\"a" + "😀".repeat(200_000) + "\"");
        try (SocketClient client = connected("secret")) {
            AckResult echoed = client.request("echo", SOON, pairs).join();

            assertThat(((AckResult.Acked) echoed).first()).isEqualTo(pairs);
        }
    }

    @Test
    void wrongTokenIsRefusedAndTriedAgain() {
        try (SocketClient client = client("wrong")) {
            client.start();

            await().atMost(SOON).until(() -> recorder.refusals.size() >= 2);
            assertThat(recorder.refusals).contains("Invalid token");
            assertThat(client.isConnected()).isFalse();
            assertThat(client.emit("message")).isFalse();
        }
    }

    @Test
    void emitWhileOfflineIsDroppedAndRequestSaysOffline() throws Exception {
        try (SocketClient client = connected("secret")) {
            hub.kill();
            await().atMost(SOON).until(() -> !client.isConnected());

            assertThat(client.emit("message", RawJson.EMPTY_OBJECT)).isFalse();
            assertThat(client.request("echo", SOON).join()).isInstanceOf(AckResult.Offline.class);
        }
    }

    @Test
    void requestInFlightEndsWhenTheHubDies() throws Exception {
        try (SocketClient client = connected("secret")) {
            hub.control("mode", Json.object().put("silent", true));
            var answer = client.request("message", Duration.ofMinutes(1), RawJson.EMPTY_OBJECT);

            hub.kill();

            assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(AckResult.Offline.class);
        }
    }

    @Test
    void comesBackAfterTheHubWasKilledAndStartedAgain() throws Exception {
        try (SocketClient client = connected("secret")) {
            hub.kill();
            await().atMost(SOON).until(() -> recorder.disconnects.size() == 1);

            hub.start();

            await().atMost(SOON).until(() -> recorder.connects == 2);
            assertThat(client.request("ack-nothing", SOON).join())
                    .isInstanceOf(AckResult.Acked.class);
        }
    }

    @Test
    void hubThatSendsTheClientAwayGetsItBack() {
        try (SocketClient client = connected("secret")) {
            hub.control("leave", Json.object());

            await().atMost(SOON).until(() -> recorder.connects == 2 && client.isConnected());
        }
    }

    @Test
    void closeLeavesTheHubAtOnce() {
        SocketClient client = connected("secret");

        client.close();

        await().atMost(SOON).until(() -> hub.state().path("sockets").asInt() == 0);
        assertThat(client.isConnected()).isFalse();
    }

    @Test
    void slowListenerDoesNotLoseTheConnection() throws Exception {
        hub.close();
        hub =
                LoopbackHub.start(
                        folder, true, Map.of("PING_INTERVAL", "200", "PING_TIMEOUT", "2500"));
        try (SocketClient client = connected("secret")) {
            recorder.hold = new CountDownLatch(1);
            hub.control("burst", Json.object().put("count", 1));
            await().pollDelay(Duration.ofSeconds(4)).atMost(SOON).until(() -> true);
            recorder.hold.countDown();

            assertThat(client.request("ack-nothing", SOON).join())
                    .isInstanceOf(AckResult.Acked.class);
            assertThat(recorder.connects).isEqualTo(1);
        }
    }

    @Test
    void silentHubIsGivenUpAfterIntervalAndTimeout() throws Exception {
        hub.close();
        hub =
                LoopbackHub.start(
                        folder, true, Map.of("PING_INTERVAL", "300", "PING_TIMEOUT", "2000"));
        try (SocketClient client = connected("secret")) {
            long pid = hub.pid();
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
            try {
                await().atMost(SOON).until(() -> !client.isConnected());
            } finally {
                new ProcessBuilder("kill", "-CONT", Long.toString(pid)).start().waitFor();
            }
            assertThat(recorder.disconnects).contains("no sign of life from the hub");
            await().atMost(SOON).until(() -> recorder.connects >= 2);
        }
    }

    @Test
    void serverThatAcceptsAndSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + mute.getLocalPort());
            SocketOptions options =
                    SocketOptions.of(new HubAccess(address, "secret"), RawJson.EMPTY_OBJECT)
                            .withDelays(Duration.ofMillis(10), Duration.ofMillis(10))
                            .withConnectTimeout(Duration.ofMillis(300));
            SocketClient client = new SocketClient(options, recorder);
            client.start();

            for (int i = 0; i < 2; i++) {
                mute.setSoTimeout(30_000);
                mute.accept().close();
            }

            client.close();
            assertThat(recorder.connects).isZero();
        }
    }

    @Test
    void extraHeadersAndPathPrefixReachTheHub() {
        HubAccess access =
                new HubAccess(
                        URI.create("http://127.0.0.1:" + hub.port() + "/"),
                        "secret",
                        Map.of("x-extra", "proxy-pass", "Connection", "close"));
        try (SocketClient client =
                new SocketClient(
                        SocketOptions.of(access, RawJson.of(Map.of("token", "secret"))),
                        recorder)) {
            client.start();
            await().atMost(SOON).until(client::isConnected);

            assertThat(hub.state().path("extraOnSocket").asString()).isEqualTo("proxy-pass");
        }
        assertThat(new HubAccess(URI.create("https://h/p/"), "t").socket())
                .hasToString("wss://h/p/socket.io/?EIO=4&transport=websocket");
    }

    private SocketClient client(String token) {
        return new SocketClient(
                SocketOptions.of(hub.access(), RawJson.of(Map.of("token", token)))
                        .withDelays(Duration.ofMillis(100), Duration.ofMillis(300)),
                recorder);
    }

    private SocketClient connected(String token) {
        SocketClient client = client(token);
        client.start();
        await().atMost(SOON).until(client::isConnected);
        return client;
    }

    private static final class Recorder implements SocketListener {
        final List<Integer> numbers = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        final List<String> refusals = new CopyOnWriteArrayList<>();
        final List<String> disconnects = new CopyOnWriteArrayList<>();
        volatile long bigChars;
        volatile int connects;
        volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public void connected() {
            connects++;
        }

        @Override
        public void disconnected(String reason) {
            disconnects.add(reason);
        }

        @Override
        public void refused(String message) {
            refusals.add(message);
        }

        @Override
        public void event(String name, List<RawJson> args, Acker ack) {
            if (name.equals("number")) {
                if (threads.size() < 100) {
                    threads.add(Long.toString(Thread.currentThread().threadId()));
                }
                numbers.add(Integer.parseInt(args.getFirst().text()));
            } else if (name.equals("big")) {
                bigChars = args.getFirst().text().length();
            }
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
