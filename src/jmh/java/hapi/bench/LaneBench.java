package hapi.bench;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.lanes.Lanes;
import hapi.hub.message.Appended;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a command costs on the lane, on a real database file with synchronous FULL: nothing at all,
/// a stored one-kilobyte message among many that share a commit, and one that has a commit alone.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LaneBench {
    private static final int TOGETHER = 1000;

    private Path folder;
    private HubCore core;
    private Lanes lanes;
    private MessageService messages;
    private SessionKey session;
    private RawJson content;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("lane-bench");
        core = new HubCore(folder);
        lanes = core.get(Lanes.class);
        messages = core.get(MessageService.class);
        session = core.newSession("bench");
        content =
                RawJson.ofText(
                        """
                        {"role":"agent","content":{"type":"output","data":{"type":"assistant",
                        "message":{"role":"assistant","content":[{"type":"text","text":%s}]}}}}
                        """
                                .formatted(Json.write("x".repeat(900))));
    }

    @TearDown
    public void close() throws IOException {
        core.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public Integer commandThatDoesNothing() {
        CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);
        for (int i = 0; i < TOGETHER; i++) {
            last = lanes.submit(Scopes.HOME, _ -> 1);
        }
        return last.join();
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public Appended messageAmongMany() {
        CompletableFuture<Appended> last = append();
        for (int i = 1; i < TOGETHER; i++) {
            last = append();
        }
        return last.join();
    }

    @Benchmark
    public Appended messageAlone() {
        return append().join();
    }

    private CompletableFuture<Appended> append() {
        return messages.append(session, new IncomingMessage(content, null, null), HubCore.CLI);
    }
}
