package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that stays open after its sign-in was checked: sockets, event streams, pages. Each
/// takes a place of its namespace and is ended when its grant has expired or its secrets were
/// replaced. Any thread.
public final class OpenChannels {
    /// How long after its end a channel may be open: [#sweep] must be called at least this often.
    public static final Duration SWEEP = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(OpenChannels.class);

    /// What is open.
    public enum Kind {
        /// A command line or runner.
        SOCKET,
        /// A browser's connection for terminals.
        TERMINAL,
        STREAM,
        PAGE
    }

    private record Seats(Kind kind, Namespace namespace) {}

    private final Credentials credentials;
    private final Clock clock;
    private final Map<Kind, Integer> limits;
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private final Map<Seats, Integer> taken = new ConcurrentHashMap<>();

    OpenChannels(Credentials credentials, Clock clock, Map<Kind, Integer> limits) {
        this.credentials = credentials;
        this.clock = clock;
        this.limits = new EnumMap<>(limits);
    }

    /// One channel's place. Closing gives it back; idempotent.
    public final class Place implements AutoCloseable {
        private final Seats seats;
        private final Grant grant;
        private @Nullable Runnable end;
        private boolean ended;

        private Place(Seats seats, Grant grant) {
            this.seats = seats;
            this.grant = grant;
        }

        public Grant grant() {
            return grant;
        }

        /// What ends the channel: called once, by the sweep's thread, when the grant is over. It
        /// must not block.
        public void onEnd(Runnable action) {
            boolean isLate;
            synchronized (this) {
                isLate = ended;
                end = action;
            }
            if (isLate) {
                action.run();
            }
        }

        private void end() {
            Runnable action;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                action = end;
            }
            log.info("ns={} {} ended: its sign-in is over", seats.namespace(), seats.kind());
            if (action != null) {
                action.run();
            }
        }

        @Override
        public void close() {
            if (places.remove(this)) {
                taken.computeIfPresent(seats, (_, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /// Takes a place; empty when the namespace has all it may have.
    public Optional<Place> take(Kind kind, Grant grant) {
        Seats seats = new Seats(kind, grant.namespace());
        int limit = limits.getOrDefault(kind, Integer.MAX_VALUE);
        boolean[] fits = {true};
        taken.compute(
                seats,
                (_, count) -> {
                    int now = count == null ? 0 : count;
                    fits[0] = now < limit;
                    return fits[0] ? Integer.valueOf(now + 1) : count;
                });
        if (!fits[0]) {
            log.warn("ns={} refused a {}: all {} places are taken", seats.namespace(), kind, limit);
            return Optional.empty();
        }
        Place place = new Place(seats, grant);
        places.add(place);
        return Optional.of(place);
    }

    /// How many of a kind are open.
    public int open(Kind kind) {
        return (int) places.stream().filter(place -> place.seats.kind() == kind).count();
    }

    /// Ends what must not be open any more.
    public void sweep() {
        long generation = credentials.current().number();
        var now = clock.instant();
        for (Place place : places) {
            if (place.grant.generation() != generation || !now.isBefore(place.grant.expiresAt())) {
                place.end();
            }
        }
    }
}
