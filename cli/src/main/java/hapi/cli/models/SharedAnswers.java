package hapi.cli.models;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Answers that cost the start of an agent. Who asks while the same question is being asked waits
/// for that answer; one agent is asked one thing at a time; a good answer is kept for ten minutes,
/// a failure not at all. Who loses patience gets a failure in words, and the answer is kept for
/// when he asks again. At most eight questions to an agent wait.
///
/// Called from any thread; `this` guards the maps.
final class SharedAnswers implements AutoCloseable {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_KEPT = 64;
    private static final int MAX_WAITING = 8;

    private final InstantSource clock;
    private final Map<Question, Kept> kept = new LinkedHashMap<>();
    private final Map<Question, Asking> open = new HashMap<>();
    private final Map<String, ReentrantLock> turns = new HashMap<>();

    /// What is asked of which agent about which folder.
    record Question(String agent, String list, String folder) {}

    private record Kept(RawJson answer, Instant until) {}

    private record Asking(CompletableFuture<RawJson> answer, Thread thread) {}

    SharedAnswers(InstantSource clock) {
        this.clock = clock;
    }

    /// @param ask does it, on a thread of its own; answers `success: false` when it could not
    RawJson answer(Question question, Duration patience, Supplier<RawJson> ask) {
        CompletableFuture<RawJson> coming;
        synchronized (this) {
            Kept known = kept.get(question);
            if (known != null && clock.instant().isBefore(known.until())) {
                return known.answer();
            }
            Asking asking = open.get(question);
            if (asking == null) {
                if (waiting(question.agent()) >= MAX_WAITING) {
                    return failure("%s is busy with other folders".formatted(question.agent()));
                }
                asking = begin(question, ask);
            }
            coming = asking.answer();
        }
        try {
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return failure(
                    "%s is still starting. Try again in a moment.".formatted(question.agent()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("interrupted");
        }
    }

    /// Ends what is being asked, and with it the processes.
    @Override
    public void close() {
        List<Asking> now;
        synchronized (this) {
            now = List.copyOf(open.values());
        }
        now.forEach(asking -> asking.thread().interrupt());
    }

    private long waiting(String agent) {
        return open.keySet().stream().filter(question -> question.agent().equals(agent)).count();
    }

    private Asking begin(Question question, Supplier<RawJson> ask) {
        CompletableFuture<RawJson> answer = new CompletableFuture<>();
        ReentrantLock turn = turns.computeIfAbsent(question.agent(), _ -> new ReentrantLock());
        Thread thread =
                Thread.ofVirtual()
                        .name("hapi-models-" + question.list())
                        .unstarted(() -> run(question, turn, ask, answer));
        Asking asking = new Asking(answer, thread);
        open.put(question, asking);
        thread.start();
        return asking;
    }

    private void run(
            Question question,
            ReentrantLock turn,
            Supplier<RawJson> ask,
            CompletableFuture<RawJson> coming) {
        RawJson answer = failure("%s was not asked to the end".formatted(question.agent()));
        try {
            turn.lockInterruptibly();
            try {
                answer = ask.get();
            } finally {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over(question, answer);
            coming.complete(answer);
        }
    }

    private synchronized void over(Question question, RawJson answer) {
        open.remove(question);
        if (answer.read().path("success").asBoolean(false)) {
            kept.remove(question);
            kept.put(question, new Kept(answer, clock.instant().plus(KEPT)));
            if (kept.size() > MAX_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    static RawJson failure(String why) {
        return RawJson.of(Json.object().put("success", false).put("error", why));
    }
}
