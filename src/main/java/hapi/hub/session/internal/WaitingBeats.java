package hapi.hub.session.internal;

import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionBeat;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keep-alives on their way to a lane. Those that come while the lane is busy share one command,
/// whoever they are of, and of one session the last one wins: a thousand sessions after a restart
/// do not fill the lane.
///
/// A beat joins an earlier one of its session only when nothing else of the same connection was
/// between them, so it never overtakes a report, and never revives what was ended in between.
final class WaitingBeats {
    private static final int MOST = 1024;

    /// What a beat does, on the lane.
    @FunctionalInterface
    interface Effect {
        boolean of(UnitOfWork work, SessionKey key, SessionBeat beat, Origin origin);
    }

    private final Lanes lanes;
    private final Effect effect;

    /// Held while a command is placed, so that batches stand in the lane in the order of their
    /// beats. The lane's own threads never take it.
    private final ReentrantLock placing = new ReentrantLock();

    private final Map<Integer, Batch> open = new HashMap<>();

    WaitingBeats(Lanes lanes, Effect effect) {
        this.lanes = lanes;
        this.effect = effect;
    }

    CompletableFuture<Boolean> add(SessionKey key, SessionBeat beat, Origin origin) {
        int lane = lanes.laneOf(key);
        placing.lock();
        try {
            Batch last = open.get(lane);
            if (last != null) {
                Optional<CompletableFuture<Boolean>> joined = last.join(key, beat, origin);
                if (joined.isPresent()) {
                    return joined.get();
                }
            }
            Batch batch = new Batch();
            CompletableFuture<Boolean> counted = batch.join(key, beat, origin).orElseThrow();
            open.put(lane, batch);
            lanes.submit(key, batch::run).whenComplete((_, failure) -> batch.over(failure));
            return counted;
        } finally {
            placing.unlock();
        }
    }

    private final class Batch {
        private final Map<SessionKey, Waiting> beats = new LinkedHashMap<>();
        private boolean isTaken;

        /// Empty when this beat must not share the command.
        synchronized Optional<CompletableFuture<Boolean>> join(
                SessionKey key, SessionBeat beat, Origin origin) {
            Waiting earlier = beats.get(key);
            if (isTaken || earlier == null && beats.size() >= MOST) {
                return Optional.empty();
            }
            if (earlier == null) {
                Waiting waiting = new Waiting(key, beat, origin);
                beats.put(key, waiting);
                return Optional.of(waiting.counted);
            }
            return earlier.merge(beat, origin) ? Optional.of(earlier.counted) : Optional.empty();
        }

        private synchronized List<Waiting> take() {
            isTaken = true;
            return new ArrayList<>(beats.values());
        }

        boolean run(UnitOfWork work) {
            take().forEach(it -> it.run(work));
            return true;
        }

        /// One bad beat must not cost the others their lives: each gets a command of its own.
        void over(@Nullable Throwable failure) {
            List<Waiting> all = take();
            if (failure == null) {
                all.forEach(Waiting::tell);
            } else if (all.size() == 1) {
                all.getFirst().counted.completeExceptionally(failure);
            } else {
                for (Waiting each : all) {
                    lanes.submit(
                                    each.key,
                                    work -> {
                                        each.run(work);
                                        return true;
                                    })
                            .whenComplete((_, again) -> {
                                if (again == null) {
                                    each.tell();
                                } else {
                                    each.counted.completeExceptionally(again);
                                }
                            });
                }
            }
        }
    }

    private final class Waiting {
        private final SessionKey key;
        private final Origin origin;
        private final CompletableFuture<Boolean> counted = new CompletableFuture<>();
        private SessionBeat beat;
        private boolean isCounted;

        Waiting(SessionKey key, SessionBeat beat, Origin origin) {
            this.key = key;
            this.beat = beat;
            this.origin = origin;
        }

        boolean merge(SessionBeat later, Origin from) {
            if (!from.equals(origin)
                    || later.after() != beat.after()
                    || !(later.time() >= beat.time())) {
                return false;
            }
            Map<String, @Nullable String> settings = new LinkedHashMap<>(beat.settings().values());
            settings.putAll(later.settings().values());
            beat =
                    new SessionBeat(
                            later.time(),
                            later.thinking(),
                            new SessionSettings(settings),
                            later.after());
            return true;
        }

        void run(UnitOfWork work) {
            isCounted = effect.of(work, key, beat, origin);
        }

        void tell() {
            counted.complete(isCounted);
        }
    }
}
