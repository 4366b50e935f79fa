package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.HubUnreachableException;
import hapi.testkit.net.FaultProxy;
import hapi.testkit.stage.Stage;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages of a session and prompts to it while its process is killed, its hub is killed and the
/// network between them breaks: nothing is lost, nothing doubled, the order kept, both ways. The
/// seed is in the test's name and decides about everything.
@TestInstance(Lifecycle.PER_CLASS)
abstract class DeliveryContract {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Said when nothing goes wrong any more.
    private static final int LAST_PORTION = 50;

    @RegisterExtension final Stage stage = Stage.shared();
    private HubProcess hub;

    abstract Edition hubEdition();

    abstract LongStream seeds();

    abstract int messages();

    abstract int prompts();

    /// What may happen between two portions; each at least once.
    abstract List<Fault> faults();

    /// What goes wrong.
    enum Fault {
        CUT,
        SHORT_STALL,
        STALL_30_S,
        HALF_OPEN,
        KILL_HUB,
        KILL_PROCESS,
        HALT_RECEIVED,
        HALT_TAKEN,
        HALT_GIVEN
    }

    @BeforeAll
    void startHub() {
        hub = HubProcess.start(stage, hubEdition());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostOrDoubledAndTheOrderIsKept(long seed) throws Exception {
        Random random = new Random(seed);
        String session = createSession();
        Path home = stage.folder("delivering-" + seed);
        FaultProxy network = stage.keep(FaultProxy.to(hub.url()));
        Run run = new Run(session, home, network);
        List<Fault> plan = plan(random);
        Thread person = Thread.ofVirtual().start(() -> sendPrompts(session, new Random(seed)));

        run.start();
        int portion = Math.ceilDiv(messages() - LAST_PORTION, plan.size());
        for (Fault fault : plan) {
            run.say(portion, random.nextInt(4_000));
            LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(400)).toNanos());
            apply(fault, run, network);
        }
        run.say(LAST_PORTION, 0);
        run.awaitSaid();
        run.awaitEmpty();
        await("all prompts")
                .atMost(LIMIT)
                .until(() -> !person.isAlive() && run.prompts().size() >= prompts());
        run.end();

        assertThat(run.prompts())
                .as("prompts, seed %d, %s", seed, plan)
                .isEqualTo(IntStream.range(0, prompts()).mapToObj(i -> "prompt-" + i).toList());
        check(run, said(hub.client().messages(session)), "seed %d, %s".formatted(seed, plan));
    }

    /// Each portion is there from its first message on without a gap, at least as far as the
    /// process knew; what was never said because the process was killed is not.
    private static void check(Run run, List<String> stored, String what) {
        assertThat(stored).as("doubled, " + what).doesNotHaveDuplicates();
        List<String> expected = new ArrayList<>();
        for (Map.Entry<String, Integer> portion : run.queued().entrySet()) {
            String prefix = portion.getKey() + "-";
            int count = (int) stored.stream().filter(text -> text.startsWith(prefix)).count();
            assertThat(count)
                    .as("stored of %s, %s", portion.getKey(), what)
                    .isBetween(portion.getValue(), portion.getValue() + 1);
            IntStream.range(0, count).forEach(i -> expected.add(prefix + i));
        }
        assertThat(stored).as("order, " + what).isEqualTo(expected);
    }

    private List<Fault> plan(Random random) {
        List<Fault> plan = new ArrayList<>(faults());
        Collections.shuffle(plan, random);
        return List.copyOf(plan);
    }

    private void apply(Fault fault, Run run, FaultProxy network) throws Exception {
        switch (fault) {
            case CUT -> network.cut();
            case SHORT_STALL -> stall(network, Duration.ofSeconds(1));
            case STALL_30_S -> stall(network, Duration.ofSeconds(30));
            case HALF_OPEN -> network.halfOpen();
            case KILL_HUB -> {
                hub.kill();
                hub.restart();
            }
            case KILL_PROCESS -> {
                run.kill();
                run.start();
            }
            case HALT_RECEIVED -> halt(run, "received");
            case HALT_TAKEN -> halt(run, "taken");
            case HALT_GIVEN -> halt(run, "given");
        }
    }

    private static void halt(Run run, String moment) throws Exception {
        run.haltAt(moment);
        run.start();
    }

    private static void stall(FaultProxy network, Duration time) {
        network.stall();
        LockSupport.parkNanos(time.toNanos());
        network.flow();
    }

    private String createSession() {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        body.putObject("metadata").put("path", "/p").put("host", "h").put("flavor", "claude");
        body.putObject("agentState");
        return hub.client().createSession(body);
    }

    /// In order, each until the hub has taken it. A hub takes none while the session has not come
    /// back, so they last as long as the messages.
    private void sendPrompts(String session, Random random) {
        HubClient client = hub.client();
        for (int i = 0; i < prompts(); i++) {
            String text = "prompt-" + i;
            ObjectNode body =
                    Json.object()
                            .put("text", text)
                            .put("localId", "local-" + UUID.randomUUID())
                            .put("deliveryMode", "queue");
            await(text)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .pollDelay(Duration.ofMillis(1 + random.nextInt(pause())))
                    .ignoreException(HubUnreachableException.class)
                    .until(() ->
                            client.post("/api/sessions/%s/messages".formatted(session), body)
                                            .status()
                                    == 200);
        }
    }

    /// The longest pause between two prompts in milliseconds.
    int pause() {
        return 400;
    }

    private static List<String> said(List<JsonNode> messages) {
        return messages.stream()
                .filter(message -> message.at("/content/role").asString("").equals("agent"))
                .map(message -> message.at("/content/content/data/message").asString("?"))
                .toList();
    }

    /// The processes of one session, one after the other.
    private final class Run {
        private final String session;
        private final Path home;
        private final FaultProxy network;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> portions = new LinkedHashMap<>();
        private Process process;
        private BufferedWriter input;
        private Thread reader;

        Run(String session, Path home, FaultProxy network) {
            this.session = session;
            this.home = home;
            this.network = network;
        }

        void start() throws IOException {
            String classPath = System.getProperty("java.class.path");
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("surefire.test.class.path", classPath),
                                    "hapi.interop.DeliveringProcess",
                                    network.url().toString(),
                                    hub.token(),
                                    session,
                                    home.toString())
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            home.resolve("process.log").toFile()))
                            .start();
            Process started = process;
            stage.keep((AutoCloseable) started::destroyForcibly);
            input = started.outputWriter(StandardCharsets.UTF_8);
            reader = Thread.ofVirtual().start(() -> read(started.inputReader()));
        }

        private void read(BufferedReader out) {
            try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void say(int count, int pauseMicros) throws IOException {
            String word = "portion" + portions.size();
            portions.put(word, count);
            command("say %s %d %d".formatted(word, count, pauseMicros));
        }

        /// Until the last portion was said whole.
        void awaitSaid() {
            Map.Entry<String, Integer> last = List.copyOf(portions.entrySet()).getLast();
            String text = last.getKey() + "-" + (last.getValue() - 1);
            await("the last message " + text).atMost(LIMIT).until(() -> lines.contains(text));
        }

        void awaitEmpty() throws IOException {
            command("empty");
            await("an empty outbox").atMost(LIMIT).until(() -> lines.contains("empty"));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
            reader.join();
        }

        /// The process ends at its next prompt; there is one if this one is the last.
        void haltAt(String moment) throws Exception {
            command("halt " + moment);
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
            reader.join();
        }

        void end() throws Exception {
            command("end");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        private void command(String line) throws IOException {
            input.write(line + "\n");
            input.flush();
        }

        /// How many messages of each portion the process knew to be in its outbox.
        Map<String, Integer> queued() {
            Map<String, Integer> queued = new LinkedHashMap<>();
            for (String portion : portions.keySet()) {
                queued.put(
                        portion,
                        (int)
                                lines.stream()
                                        .filter(line -> line.startsWith(portion + "-"))
                                        .count());
            }
            return queued;
        }

        /// What the agent has got so far.
        List<String> prompts() throws IOException {
            Path file = home.resolve("prompts.txt");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        }
    }
}
