package hapi.hub.socket.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that come together with the upgrade request, in one write: Tomcat has read a part of them
/// before there is a websocket, and no further byte comes that would wake anybody up.
@Timeout(60)
class EarlyBytesTest {
    private static final int TOMCAT_BUFFER = 8 * 1024;

    private final EchoNamespace cli = new EchoNamespace();
    private final SocketTestServer server = SocketTestServer.start(cli);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 8 * 1024, 9 * 1024, 16 * 1024, 17 * 1024, 50_000, 300_000})
    void frameInTheSameWriteAsTheUpgradeIsRead(int bytes) throws IOException {
        try (RawTcp tcp = RawTcp.open(server, early(0, List.of("x".repeat(bytes))))) {
            assertEchoed(tcp, List.of("x".repeat(bytes)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 2000, 20_000})
    void manyFramesInTheSameWriteAreAllRead(int frames) throws IOException {
        List<String> texts = IntStream.range(0, frames).mapToObj(String::valueOf).toList();
        try (RawTcp tcp = RawTcp.open(server, early(0, texts))) {
            assertEchoed(tcp, texts);
        }
    }

    @Test
    void framesMayBreakAnywhereAtTheEndOfTomcatsBuffer() throws IOException {
        List<String> texts = List.of("a", "b".repeat(200), "c");
        int whole = early(0, texts).length;
        int frames = whole - RawTcp.upgrade(0).length;
        for (int over = -2; over < frames; over += 3) {
            byte[] bytes = early(TOMCAT_BUFFER - whole + over, texts);
            try (RawTcp tcp = RawTcp.open(server, bytes)) {
                assertEchoed(tcp, texts);
            }
        }
    }

    /// 200 connections, eight at a time, while every core is busy with something else.
    @Test
    void nothingIsLeftUnreadOnABusyMachine() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> load =
                IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
                        .mapToObj(_ -> Thread.ofPlatform().daemon().start(() -> spin(busy)))
                        .toList();
        List<String> texts = List.of("a", "b".repeat(9000), "c", "d".repeat(17_000), "e");
        Callable<Void> client =
                () -> {
                    try (RawTcp tcp = RawTcp.open(server, early(0, texts))) {
                        assertEchoed(tcp, texts);
                        tcp.frame(event("f"));
                        assertThat(tcp.readText()).isEqualTo("43/cli,1[\"f\"]");
                    }
                    return null;
                };

        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<Future<Void>> results =
                    IntStream.range(0, 200).mapToObj(_ -> clients.submit(client)).toList();

            for (Future<Void> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        } finally {
            busy.set(false);
            for (Thread thread : load) {
                thread.join();
            }
        }
    }

    private static void spin(AtomicBoolean busy) {
        while (busy.get()) {
            Thread.onSpinWait();
        }
    }

    private static String event(String text) {
        return "42/cli,1[\"echo\",\"" + text + "\"]";
    }

    /// Upgrade request, CONNECT, and an event per text.
    private static byte[] early(int padding, List<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawTcp.upgrade(padding));
        bytes.writeBytes(RawTcp.textFrame("40/cli,{\"token\":\"good\"}"));
        texts.forEach(text -> bytes.writeBytes(RawTcp.textFrame(event(text))));
        return bytes.toByteArray();
    }

    private static void assertEchoed(RawTcp tcp, List<String> texts) throws IOException {
        tcp.readUpgrade();
        assertThat(tcp.readText()).startsWith("0{");
        assertThat(tcp.readText()).startsWith("40/cli,{");
        for (String text : texts) {
            assertThat(tcp.readText()).isEqualTo("43/cli,1[\"" + text + "\"]");
        }
    }
}
