package hapi.cli.spawn;

import hapi.protocol.rpc.MachineCalls.SpawnOnceParams;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import hapi.protocol.rpc.MachineCalls.SpawnResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Starts that a hub may ask for again because it died before it had the answer. Who asks while the
/// start is under way waits for its end, who asks later gets the session that came of it. A start
/// that failed is forgotten: asked again, it is tried again. Any thread.
public final class SpawnOnce {
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final int REMEMBERED = 512;

    /// Longer than any start takes.
    private static final Duration LIMIT = Duration.ofSeconds(28);

    /// Starts a session with this tag's id.
    @FunctionalInterface
    interface Start {
        SpawnResult spawn(SpawnParams params, Optional<String> startId);
    }

    private final Start start;

    /// By start id, oldest first; guarded by itself.
    private final Map<String, CompletableFuture<SpawnResult>> starts = new LinkedHashMap<>();

    public SpawnOnce(SessionSpawner spawner) {
        this(spawner::spawn);
    }

    SpawnOnce(Start start) {
        this.start = start;
    }

    public SpawnResult spawn(SpawnOnceParams params) {
        String id = params.startId() == null ? "" : params.startId();
        if (!id.matches(ID) || params.spawn() == null) {
            return failed("Not a start: an id and what to start are needed");
        }
        CompletableFuture<SpawnResult> mine = new CompletableFuture<>();
        CompletableFuture<SpawnResult> first = remember(id, mine);
        return first == null ? begin(id, params.spawn(), mine) : awaited(first);
    }

    private @Nullable CompletableFuture<SpawnResult> remember(
            String id, CompletableFuture<SpawnResult> mine) {
        synchronized (starts) {
            CompletableFuture<SpawnResult> first = starts.putIfAbsent(id, mine);
            if (starts.size() > REMEMBERED) {
                starts.remove(starts.keySet().iterator().next());
            }
            return first;
        }
    }

    private SpawnResult begin(String id, SpawnParams params, CompletableFuture<SpawnResult> mine) {
        SpawnResult result = failed("The start ended unexpectedly");
        try {
            result = start.spawn(params, Optional.of(id));
            return result;
        } finally {
            if (!SpawnResult.SUCCESS.equals(result.type())) {
                synchronized (starts) {
                    starts.remove(id, mine);
                }
            }
            mine.complete(result);
        }
    }

    private static SpawnResult awaited(CompletableFuture<SpawnResult> first) {
        try {
            return first.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return failed("The start is still under way");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private static SpawnResult failed(String message) {
        return SpawnResult.failed(message, null, null);
    }
}
