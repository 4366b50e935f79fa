package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Thirty-two writers of the same two documents over sockets of their own, each as a real command
/// line does it: expect a version, adopt what is stored on a mismatch, try again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionedWritersIT {
    private static final int WRITERS = 32;
    private static final int WRITES_EACH = 8;
    private static final long SEED = Long.getLong("hapi.seed", 20260722);

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;

    /// One of the two versioned documents of a session.
    private enum Document {
        METADATA("update-metadata", "metadata"),
        STATE("update-state", "agentState");

        private final String event;
        private final String key;

        Document(String event, String key) {
            this.event = event;
            this.key = key;
        }
    }

    /// What one writer knows of a document.
    private record Known(long version, JsonNode value) {}

    /// An update that was answered with success.
    private record Win(Document document, long version, String word) {}

    @BeforeAll
    void startHub() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @Test
    void everyVersionHasOneWinnerAndNoWordIsLost() throws InterruptedException {
        System.out.println("seed " + SEED);
        String session = newSession();
        List<Win> wins = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers = new ArrayList<>();
        for (int number = 0; number < WRITERS; number++) {
            Writer writer = new Writer(session, number);
            Thread thread =
                    Thread.ofVirtual()
                            .unstarted(() -> writer.write(new Random(SEED + writer.number), wins));
            thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
            writers.add(thread);
        }

        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            assertThat(writer.join(java.time.Duration.ofSeconds(60))).isTrue();
        }

        assertThat(failures).isEmpty();
        assertThat(wins).hasSize(WRITERS * WRITES_EACH);
        Writer reader = new Writer(session, WRITERS);
        for (Document document : Document.values()) {
            List<Win> won = wins.stream().filter(it -> it.document() == document).toList();
            Known stored = reader.look(document);

            assertThat(won)
                    .as("versions, seed %d", SEED)
                    .extracting(Win::version)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(2, won.size() + 1L).boxed().toList());
            assertThat(stored.version()).isEqualTo(won.size() + 1L);
            assertThat(stored.value().path("words").valueStream().map(JsonNode::asString))
                    .as("words in the order of their versions, seed %d", SEED)
                    .containsExactlyElementsOf(
                            won.stream()
                                    .sorted(java.util.Comparator.comparing(Win::version))
                                    .map(Win::word)
                                    .toList());
        }
    }

    private String newSession() {
        ObjectNode body = Json.object().put("tag", "writers-" + SEED);
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        body.putObject("agentState");
        return hub.client().createSession(body);
    }

    private final class Writer {
        private final String session;
        private final int number;
        private final SocketPeer socket;
        private final Map<Document, Known> known = new HashMap<>();

        Writer(String session, int number) {
            this.session = session;
            this.number = number;
            socket =
                    stage.keep(
                            SocketPeer.connect(
                                    hub.url(), Map.of("token", hub.token(), "sessionId", session)));
            assertThat(socket.outcome()).isEqualTo("connected");
        }

        void write(Random random, List<Win> wins) {
            for (Document document : Document.values()) {
                known.put(document, look(document));
            }
            for (int i = 0; i < WRITES_EACH; i++) {
                Document document = Document.values()[random.nextInt(2)];
                String word = "%d-%d".formatted(number, i);
                while (!attempt(document, word, wins)) {
                    pause(random);
                }
            }
        }

        private boolean attempt(Document document, String word, List<Win> wins) {
            Known base = known.get(document);
            ObjectNode value = ((ObjectNode) base.value()).deepCopy();
            value.withArray("words").add(word);
            JsonNode answer = update(document, base.version(), value);
            known.put(document, adopted(document, answer));
            boolean isWon = answer.path("result").asString().equals("success");
            if (isWon) {
                assertThat(answer.path("version").asLong()).isEqualTo(base.version() + 1);
                wins.add(new Win(document, base.version() + 1, word));
            }
            return isWon;
        }

        /// Nothing has version 0, so the answer is what is stored.
        Known look(Document document) {
            return adopted(document, update(document, 0, Json.object()));
        }

        private JsonNode update(Document document, long expected, JsonNode value) {
            return socket.ask(
                    document.event,
                    Json.object()
                            .put("sid", session)
                            .put("expectedVersion", expected)
                            .set(document.key, value));
        }

        private static Known adopted(Document document, JsonNode answer) {
            assertThat(answer.path("result").asString()).isIn("success", "version-mismatch");
            return new Known(answer.path("version").asLong(), answer.path(document.key));
        }

        private static void pause(Random random) {
            try {
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
