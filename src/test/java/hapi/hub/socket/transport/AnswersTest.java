package hapi.hub.socket.transport;

import static hapi.hub.socket.transport.SocketCounters.Count.UNKNOWN_ACKS;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client answers: in time, late, twice, to what nobody asked, too much, never.
@Timeout(60)
class AnswersTest {
    private static final int MAX_FRAME = 2 * 1024 * 1024;

    private final EchoNamespace cli = new EchoNamespace();
    private final ManualAnswerLimit clock = new ManualAnswerLimit();
    private final SocketTestServer server =
            SocketTestServer.start(
                    Limits.standard().with("maxFrameBytes", MAX_FRAME).build(), clock, cli);
    private final RawSocket client = RawSocket.admitted(server);
    private final SocketConnection connection = cli.awaitConnection();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /// Asks and returns the number under which the client saw the question.
    private String seenAs(String event) {
        String packet = client.next();
        assertThat(packet).startsWith("42/cli,").contains("\"" + event + "\"");
        return packet.substring("42/cli,".length(), packet.indexOf('['));
    }

    private void answer(String number, String arguments) {
        client.send("43/cli," + number + arguments);
    }

    /// Everything the client has sent is handled.
    private void settle() {
        client.send("42/cli,[\"mark\"]");
        cli.await("mark");
    }

    private static RawJson result(CompletableFuture<RawJson> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 120})
    void questionEndsWhenItsTimeIsOverAndNotBefore(int seconds) throws Exception {
        CompletableFuture<RawJson> inTime =
                connection.emitWithAck("q", Duration.ofSeconds(seconds));
        CompletableFuture<RawJson> never = connection.emitWithAck("q", Duration.ofSeconds(seconds));
        String number = seenAs("q");

        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        answer(number, "[1]");
        assertThat(result(inTime).text()).isEqualTo("1");
        assertThat(never).isNotDone();
        clock.advance(Duration.ofMillis(1));

        assertThat(never)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void lateAndDoubleAnswersAndThoseNobodyAskedForAreIgnored() throws Exception {
        CompletableFuture<RawJson> late = connection.emitWithAck("late", Duration.ofSeconds(30));
        CompletableFuture<RawJson> twice = connection.emitWithAck("twice", Duration.ofSeconds(120));
        String lateNumber = seenAs("late");
        String twiceNumber = seenAs("twice");

        clock.advance(Duration.ofSeconds(30));
        answer(lateNumber, "[\"too late\"]");
        answer(twiceNumber, "[\"first\"]");
        answer(twiceNumber, "[\"second\"]");
        answer("4711", "[\"unasked\"]");
        settle();
        CompletableFuture<RawJson> next = connection.emitWithAck("next", Duration.ofSeconds(30));
        answer(seenAs("next"), "[\"mine\"]");

        assertThat(late).isCompletedExceptionally();
        assertThat(result(twice).text()).isEqualTo("\"first\"");
        assertThat(result(next).text()).isEqualTo("\"mine\"");
        assertThat(server.count(UNKNOWN_ACKS)).isEqualTo(3);
    }

    @Test
    void answerOfAnotherConnectionIsNotTaken() throws Exception {
        try (RawSocket other = RawSocket.admitted(server)) {
            CompletableFuture<RawJson> asked = connection.emitWithAck("q", Duration.ofSeconds(30));
            String number = seenAs("q");

            other.send("43/cli," + number + "[\"spoofed\"]");
            other.send("42/cli,[\"mark\"]");
            cli.await("mark");
            answer(number, "[\"own\"]");

            assertThat(result(asked).text()).isEqualTo("\"own\"");
        }
    }

    @Test
    void deadSocketFailsItsQuestionsAtOnce() {
        CompletableFuture<RawJson> asked = connection.emitWithAck("q", Duration.ofSeconds(120));
        seenAs("q");

        client.close();

        assertThat(asked)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ConnectionLostException.class);
        assertThat(connection.emitWithAck("q", Duration.ofSeconds(120)))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ConnectionLostException.class);
    }

    @Test
    void answerLargerThanAnyFrameEndsItsSocketAndFailsTheQuestion() {
        CompletableFuture<RawJson> asked = connection.emitWithAck("q", Duration.ofSeconds(120));
        String number = seenAs("q");

        client.trySend("43/cli," + number + "[\"" + "x".repeat(MAX_FRAME) + "\"]", true);

        assertThat(asked)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ConnectionLostException.class);
        cli.await("disconnected");
    }
}
