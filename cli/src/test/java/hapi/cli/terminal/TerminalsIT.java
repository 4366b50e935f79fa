package hapi.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Real shells in real pseudo terminals.
class TerminalsIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir private Path folder;
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Hub hub = new Hub();
    private Terminals terminals;

    private record Said(String event, JsonNode body) {}

    /// What the hub hears; takes output only as long as it has permits.
    private static final class Hub implements TerminalWire {
        private final List<Said> heard = new CopyOnWriteArrayList<>();
        private final Semaphore takes = new Semaphore(Integer.MAX_VALUE);

        @Override
        public boolean send(String event, RawJson body) {
            heard.add(new Said(event, body.read()));
            return true;
        }

        @Override
        public boolean awaitTaken(Duration limit) {
            try {
                return takes.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        String output(String id) {
            StringBuilder text = new StringBuilder();
            for (Said said : heard) {
                if (said.event().equals("terminal:output")
                        && said.body().path("terminalId").asString().equals(id)) {
                    text.append(said.body().path("data").asString());
                }
            }
            return text.toString();
        }

        Optional<Said> last(String event) {
            return heard.stream()
                    .filter(said -> said.event().equals("terminal:" + event))
                    .reduce((_, last) -> last);
        }

        long count(String event) {
            return heard.stream().filter(it -> it.event().equals("terminal:" + event)).count();
        }
    }

    @BeforeEach
    void start() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(
                Map.of("SHELL", "/bin/sh", "PS1", "$ ", "CLI_API_TOKEN", "the-token", "ENV", ""));
        terminals =
                new Terminals(
                        "s1",
                        ShellCommand.of(folder, environment),
                        new TerminalLimits(4, Duration.ofMinutes(15)),
                        hub,
                        () -> Instant.ofEpochMilli(now.get()));
    }

    @AfterEach
    void end() {
        terminals.close();
    }

    @Test
    void shellIsReadyRunsInTheFolderAndEndsWithItsCode() {
        open("a", 80);
        type("a", "pwd; echo sum-$((20+22)); test -t 0 && echo is-a-tty; echo [$CLI_API_TOKEN]\r");
        awaitOutput("a", "sum-42");
        awaitOutput("a", "is-a-tty");
        awaitOutput("a", "[]");
        type("a", "exit 3\r");

        JsonNode exit = awaitSaid("exit").body();

        assertThat(hub.heard.getFirst().event()).isEqualTo("terminal:ready");
        assertThat(hub.output("a")).contains(folder.getFileName().toString());
        assertThat(exit.path("code").asInt()).isEqualTo(3);
        assertThat(exit.path("signal").isNull()).isTrue();
        assertThat(exit.path("sessionId").asString()).isEqualTo("s1");
        assertThat(exit.path("terminalId").asString()).isEqualTo("a");
    }

    @Test
    void shellKilledByASignalSaysWhich() {
        open("a", 80);
        type("a", "kill -9 $$\r");

        JsonNode exit = awaitSaid("exit").body();

        assertThat(exit.path("code").asInt()).isEqualTo(137);
        assertThat(exit.path("signal").asString()).isEqualTo("SIGKILL");
    }

    @Test
    void sizeIsTheBrowsersAndAKnownIdIsTakenOver() {
        open("a", 91);
        type("a", "stty size; echo one\r");
        awaitOutput("a", "24 91");
        ask("resize", size("a", 101));
        type("a", "stty size\r");
        awaitOutput("a", "24 101");

        ask("open", size("a", 111));

        await().atMost(LIMIT).until(() -> hub.count("ready") == 2);
        type("a", "stty size\r");
        awaitOutput("a", "24 111");
    }

    @Test
    void controlCReachesTheProgramInFront() {
        open("a", 80);
        type("a", "trap 'echo caught-$((1+1))' INT; echo go-$((3+4)); sleep 60\r");
        awaitOutput("a", "go-7");

        type("a", "\u0003");

        awaitOutput("a", "caught-2");
    }

    @Test
    void fifthTerminalAndUnknownOnesAreRefused() {
        for (String id : List.of("a", "b", "c", "d")) {
            open(id, 80);
        }

        ask("open", size("e", 80));

        assertThat(awaitSaid("error").body().path("message").asString())
                .isEqualTo("Too many terminals open (max 4).");
        type("nobody", "x");
        await().atMost(LIMIT)
                .until(() ->
                        hub.last("error")
                                .filter(it ->
                                        it.body()
                                                .path("message")
                                                .asString()
                                                .equals("Terminal not found."))
                                .isPresent());
    }

    @Test
    void whatIsOfAnotherSessionOrHasAWrongShapeIsIgnored() {
        terminals.asked("open", RawJson.of(size("a", 80).put("sessionId", "s2")));
        terminals.asked("open", RawJson.of(size("a", 0)));
        terminals.asked("open", RawJson.of(size("a", 80).put("cols", "wide")));
        terminals.asked("open", RawJson.of("x"));
        terminals.asked("write", RawJson.of(size("a", 80).put("data", 5)));
        open("b", 80);

        assertThat(hub.count("ready")).isEqualTo(1);
        assertThat(hub.count("error")).isZero();
    }

    @Test
    void closedTerminalTakesItsWholeTreeWithIt() throws Exception {
        open("a", 80);
        Path pids = folder.resolve("pids");
        type("a", "sleep 300 & echo $! > pids.new; (sleep 301 & echo $! >> pids.new; wait) &\r");
        type("a", "echo $$ >> pids.new; mv pids.new pids\r");
        await().atMost(LIMIT)
                .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() > 1);
        List<Long> alive = Files.readAllLines(pids).stream().map(Long::parseLong).toList();

        ask("close", size("a", 80));

        await().atMost(LIMIT)
                .until(() ->
                        alive.stream()
                                .flatMap(pid -> ProcessHandle.of(pid).stream())
                                .noneMatch(ProcessHandle::isAlive));
        assertThat(hub.count("exit")).isZero();
    }

    @Test
    void lostConnectionEndsThemAllAndNewOnesMayFollow() {
        List<ProcessHandle> others = ProcessHandle.current().children().toList();
        open("a", 80);
        open("b", 80);
        List<ProcessHandle> shells =
                ProcessHandle.current().children().filter(it -> !others.contains(it)).toList();
        assertThat(shells).hasSize(2);

        terminals.closeAll();

        await().atMost(LIMIT).until(() -> shells.stream().noneMatch(ProcessHandle::isAlive));
        hub.heard.clear();
        open("a", 80);
        type("a", "echo new-$((1+1))\r");
        awaitOutput("a", "new-2");
    }

    @Test
    void silentTerminalIsEndedWithAWord() {
        open("a", 80);
        awaitOutput("a", "$");
        now.addAndGet(Duration.ofMinutes(15).toMillis() + 1);

        terminals.closeIdle();

        assertThat(awaitSaid("error").body().path("message").asString())
                .isEqualTo("Terminal closed due to inactivity.");
        type("a", "x");
        await().atMost(LIMIT).until(() -> hub.count("error") == 2);
    }

    @Test
    void programThatPrintsWithoutEndWaitsForTheHub() {
        hub.takes.drainPermits();
        open("a", 80);
        type("a", "yes 'a line of output that nobody reads'\r");
        await().atMost(LIMIT).until(() -> hub.output("a").length() > 256 * 1024);

        await("the program to stand still")
                .during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> hub.output("a").length() < 300 * 1024);
        hub.takes.release(1);
        await("the program to go on")
                .atMost(LIMIT)
                .until(() -> hub.output("a").length() > 500 * 1024);

        hub.takes.release(1_000_000);
        type("a", "\u0003");
        type("a", "echo over-$((5+5))\r");
        awaitOutput("a", "over-10");
    }

    @Test
    void shellThatCannotBeStartedIsAnError() {
        Terminals none =
                new Terminals(
                        "s1",
                        new ShellCommand("/no/such/shell", folder, Map.of()),
                        new TerminalLimits(4, Duration.ofMinutes(15)),
                        hub,
                        () -> Instant.ofEpochMilli(now.get()));
        try (none) {
            none.asked("open", RawJson.of(size("a", 80)));

            await().atMost(LIMIT).until(() -> hub.count("error") + hub.count("exit") > 0);
        }
    }

    private void open(String id, int columns) {
        long before = hub.count("ready");
        ask("open", size(id, columns));
        await().atMost(LIMIT).until(() -> hub.count("ready") > before);
    }

    private void type(String id, String keys) {
        ask("write", address(id).put("data", keys));
    }

    private void ask(String event, ObjectNode body) {
        terminals.asked(event, RawJson.of(body));
    }

    private static ObjectNode size(String id, int columns) {
        return address(id).put("cols", columns).put("rows", 24);
    }

    private static ObjectNode address(String id) {
        return Json.object().put("sessionId", "s1").put("terminalId", id);
    }

    private void awaitOutput(String id, String words) {
        await("\"%s\" on the screen".formatted(words))
                .atMost(LIMIT)
                .until(() -> hub.output(id), shown -> shown.contains(words));
    }

    private Said awaitSaid(String event) {
        return await().atMost(LIMIT).until(() -> hub.last(event), Optional::isPresent).get();
    }
}
