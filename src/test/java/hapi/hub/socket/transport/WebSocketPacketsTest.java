package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.BINARY_PACKETS;
import static hapi.hub.socket.transport.SocketCounters.Count.HANDLER_FAILURES;
import static hapi.hub.socket.transport.SocketCounters.Count.MALFORMED_PACKETS;
import static hapi.hub.socket.transport.SocketCounters.Count.UNKNOWN_ACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.protocol.json.RawJson;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketPacketsTest {
    private final EchoNamespace cli =
            new EchoNamespace() {
                @Override
                public void event(
                        SocketConnection connection,
                        String event,
                        List<RawJson> arguments,
                        @Nullable Ack ack) {
                    if (event.equals("boom")) {
                        throw new IllegalStateException("planted");
                    }
                    super.event(connection, event, arguments, ack);
                }
            };
    private final SocketTestServer server = SocketTestServer.start(cli);
    private final RawSocket socket = RawSocket.admitted(server);
    private final SocketConnection connection = cli.awaitConnection();

    @AfterEach
    void stop() {
        socket.close();
        server.close();
    }

    @Test
    void openPacketNamesIntervalsAndMaxPayload() {
        try (RawSocket other = RawSocket.open(server)) {
            assertThat(other.next())
                    .matches(
                            "0\\{\"sid\":\"[-0-9a-f]{36}\",\"upgrades\":\\[\\],\"pingInterval\":25000,"
                                    + "\"pingTimeout\":20000,\"maxPayload\":50331648}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"z\":null,\"a\":[null,1],\"metadata\":null}",
                "1e400,12345678901234567890123456789,1795358307235.0293,-0.0,1.50",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "{ \"spaced\" : [ 1 , 2 ] }",
                "\"\\u0041\\n\\ud83d\\ude00 \\ud800 [?]{},\"",
                "\"ünï 😀 [?\"",
                "true,false,{},[]"
            })
    void argumentsComeBackByteForByte(String arguments) {
        String comma = arguments.isEmpty() ? "" : ",";
        socket.send("42/cli,7[\"echo\"" + comma + arguments + "]");

        // Blanks between arguments are not part of them.
        assertThat(socket.next()).isEqualTo("43/cli,7[" + arguments + "]");
    }

    @Test
    void handlerGetsTheTextOfEachArgument() {
        socket.send("42/cli,[\"x\", {\"a\" : null} ,\t1.0 , \"s\" ]");

        EchoNamespace.Heard heard = cli.await("x");

        assertThat(heard.text()).isEqualTo("[{\"a\" : null},1.0,\"s\"]");
    }

    @Test
    void unknownEventReachesTheHandler() {
        socket.send("42/cli,[\"nobody-knows-this\"]");

        assertThat(cli.await("nobody-knows-this").text()).isEqualTo("[]");
    }

    @Test
    void eventWithoutAckIsHandledAndNotAnswered() {
        socket.send("42/cli,[\"echo\",1]");
        socket.send("42/cli,1[\"echo\",2]");

        assertThat(socket.next()).isEqualTo("43/cli,1[2]");
    }

    @Test
    void failingHandlerEndsNothing() {
        socket.send("42/cli,1[\"boom\"]");
        socket.send("42/cli,2[\"echo\"]");

        assertThat(socket.next()).isEqualTo("43/cli,2[]");
        assertThat(server.count(HANDLER_FAILURES)).isEqualTo(1);
    }

    @Test
    void eventWithAckCompletesWithTheFirstArgumentAsReceived() throws Exception {

        assertThat(answerTo(connection, "[]")).isEqualTo(RawJson.NULL);
        assertThat(answerTo(connection, "[null]")).isEqualTo(RawJson.NULL);
        assertThat(answerTo(connection, "[{\"a\":null}]").text()).isEqualTo("{\"a\":null}");
        assertThat(answerTo(connection, "[\"{}\",2]").text()).isEqualTo("\"{}\"");
    }

    private RawJson answerTo(SocketConnection connection, String answer) throws Exception {
        CompletableFuture<RawJson> future =
                connection.emitWithAck("rpc", Duration.ofSeconds(10), RawJson.of("x"));
        String packet = socket.next();
        String id = packet.substring("42/cli,".length(), packet.indexOf('['));
        assertThat(packet).isEqualTo("42/cli," + id + "[\"rpc\",\"x\"]");
        socket.send("43/cli," + id + answer);
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void answerCompletesBehindEarlierEvents() throws Exception {
        CompletableFuture<Integer> heardBefore =
                connection
                        .emitWithAck("rpc", Duration.ofSeconds(10))
                        .thenApply(_ -> cli.heard.size());
        socket.next();

        socket.send("42/cli,[\"first\"]");
        socket.send("42/cli,[\"second\"]");
        socket.send("43/cli,0[]");

        assertThat(heardBefore.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void missingAnswerTimesOut() {

        CompletableFuture<RawJson> answer = connection.emitWithAck("rpc", Duration.ofMillis(50));

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void endOfConnectionFailsTheAnswerAtOnce() {
        CompletableFuture<RawJson> answer = connection.emitWithAck("rpc", Duration.ofHours(1));

        socket.socket().abort();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConnectionLostException.class);
        assertThatThrownBy(() ->
                        connection.emitWithAck("rpc", Duration.ofHours(1)).get(1, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ConnectionLostException.class);
    }

    @Test
    void unknownAnswerIsCountedAndIgnored() {
        socket.send("43/cli,99[1]");
        socket.send("42/cli,1[\"echo\"]");

        assertThat(socket.next()).isEqualTo("43/cli,1[]");
        assertThat(server.count(UNKNOWN_ACKS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "9",
                "2",
                "2probe",
                "5",
                "0{}",
                "33",
                "4",
                "4x",
                "44/cli,{\"message\":\"no\"}",
                "42/cli,",
                "42/cli,{}",
                "42/cli,[]",
                "42/cli,[1]",
                "42/cli,[\"x\"",
                "42/cli,[\"x\"]]",
                "42/cli,[\"x\",]",
                "42/cli,[\"x\",NaN]",
                "42/cli,[\"x\",01]",
                "42/cli,[\"x\",\"\\x\"]",
                "42/cli,[\"x\",\"line\nbreak\"]",
                "42/cli,12345678901234567890[\"x\"]",
                "43/cli,[1]",
                "43/cli,1{}",
                "40/cli,{\"token\":\"good\"}",
                "40/cli,{\"token\":\"bad\"}",
                "40/other,[1]",
                "40/other,{",
                "40/other,1",
            })
    void malformedPacketEndsItsOwnConnectionOnly(String packet) {
        try (RawSocket other = RawSocket.admitted(server)) {
            socket.send(packet);

            socket.awaitClosed();
            assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
            assertThat(server.count(MALFORMED_PACKETS)).isEqualTo(1);
            other.send("42/cli,1[\"echo\"]");
            assertThat(other.next()).isEqualTo("43/cli,1[]");
        }
    }

    @Test
    void deepJsonEndsItsOwnConnectionOnly() {
        socket.send("42/cli,[\"x\"," + "[".repeat(200_000) + "]".repeat(200_000) + "]");

        socket.awaitClosed();
        assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
    }

    @Test
    void tooManyArgumentsEndTheirOwnConnectionOnly() {
        socket.send("42/cli,[\"x\"" + ",0".repeat(1_000_000) + "]");

        socket.awaitClosed();
        assertThat(cli.await("disconnected").text()).isEqualTo("parse error");
    }

    @Test
    void binaryFrameIsRefused() {
        socket.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();

        socket.awaitClosed();
        assertThat(cli.await("disconnected").text()).isEqualTo("binary packet");
        assertThat(server.count(BINARY_PACKETS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451-/cli,[\"x\",{\"_placeholder\":true,\"num\":0}]",
                "461-/cli,1[{\"_placeholder\":true,\"num\":0}]",
                "451000000-[\"x\"]"
            })
    void binaryPacketIsRefused(String packet) {
        socket.send(packet);

        socket.awaitClosed();
        assertThat(cli.await("disconnected").text()).isEqualTo("binary packet");
    }

    @Test
    void pingFrameIsAnsweredAndTakenAsNothingElse() {
        socket.socket().sendPing(ByteBuffer.wrap(new byte[] {1})).join();
        socket.send("42/cli,1[\"echo\"]");

        assertThat(socket.next()).isEqualTo("43/cli,1[]");
    }

    @Test
    void clientThatLeavesTheNamespaceMayComeBack() {
        socket.send("41/cli,");
        assertThat(cli.await("disconnected").text()).isEqualTo("client namespace disconnect");

        socket.send("40/cli,{\"token\":\"good\"}");

        assertThat(socket.next()).startsWith("40/cli,{\"sid\":\"");
        cli.awaitConnection();
    }

    @Test
    void disconnectTellsTheClientAndTheHandler() {
        connection.emit("last", RawJson.of(1));

        connection.disconnect("not wanted");
        connection.emit("never");

        assertThat(socket.next()).isEqualTo("42/cli,[\"last\",1]");
        assertThat(socket.next()).isEqualTo("41/cli,");
        assertThat(cli.await("disconnected").text()).isEqualTo("not wanted");
        assertThat(connection.isOpen()).isFalse();
        socket.send("40/cli,{\"token\":\"good\"}");
        assertThat(socket.next()).startsWith("40/cli,");
    }

    @Test
    void whatTheClientSentBeforeItWentIsStillHandled() {
        for (int round = 0; round < 50; round++) {
            try (RawSocket brief = RawSocket.admitted(server)) {
                SocketConnection gone = cli.awaitConnection();
                for (int i = 0; i < 20; i++) {
                    brief.send("42/cli,[\"n\"," + i + "]");
                }
                brief.socket().sendClose(1000, "").join();

                for (int i = 0; i < 20; i++) {
                    assertThat(cli.await("n").text()).isEqualTo("[" + i + "]");
                }
                assertThat(cli.await("disconnected").connection()).isSameAs(gone);
                assertThat(cli.heard).isEmpty();
            }
        }
    }

    @Test
    void engineCloseEndsTheConnection() {
        socket.send("1");

        assertThat(cli.await("disconnected").text()).isEqualTo("transport close");
        socket.awaitClosed();
    }

    @Test
    void eventForManyReachesEach() {
        try (RawSocket other = RawSocket.admitted(server)) {
            List<SocketConnection> both = List.of(connection, cli.awaitConnection());

            SocketConnection.emitAll(both, "update", RawJson.trusted("{\"a\":null}"));

            assertThat(socket.next()).isEqualTo("42/cli,[\"update\",{\"a\":null}]");
            assertThat(other.next()).isEqualTo("42/cli,[\"update\",{\"a\":null}]");
        }
    }

    @Test
    void fiveThousandEventsKeepTheirOrderBothWays() {
        for (int i = 0; i < 5000; i++) {
            connection.emit("n", RawJson.trusted(String.valueOf(i)));
            socket.send("42/cli,[\"n\"," + i + "]");
        }

        for (int i = 0; i < 5000; i++) {
            assertThat(socket.next()).isEqualTo("42/cli,[\"n\"," + i + "]");
            assertThat(cli.await("n").text()).isEqualTo("[" + i + "]");
        }
    }
}
