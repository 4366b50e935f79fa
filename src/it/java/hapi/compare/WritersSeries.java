package hapi.compare;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Many writers that count up in one session's agent state: each version has one winner, and
/// nothing is lost.
final class WritersSeries implements Series {
    @Override
    public String word() {
        return "writers";
    }

    @Override
    public void warmUp(MeasuredHub hub, Scale scale) throws Exception {
        long end = System.nanoTime() + scale.warmUp().toNanos() / 2;
        do {
            count(hub, new Noise(), scale);
        } while (System.nanoTime() < end);
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        out.accept(count(hub, noise, scale));
    }

    private static Figure count(MeasuredHub hub, Noise noise, Scale scale) throws Exception {
        AtomicLong attempts = new AtomicLong();
        AtomicLong doubleWins = new AtomicLong();
        ConcurrentHashMap<Long, Integer> winners = new ConcurrentHashMap<>();
        Latencies latencies = new Latencies();
        try (Lines lines = new Lines(hub, scale.writers())) {
            String session = lines.get(0).sessionId();
            Window window =
                    Window.measure(
                            hub,
                            noise,
                            () ->
                                    lines.together(i -> {
                                        Writer writer = new Writer(lines.get(i), session);
                                        for (int n = 0; n < scale.increments(); n++) {
                                            long version = writer.increment(attempts, latencies);
                                            if (winners.put(version, i) != null) {
                                                doubleWins.incrementAndGet();
                                            }
                                        }
                                    }));
            // An attempt that must fail is told the state as it is.
            ObjectNode late = Json.object().put("sid", session).put("expectedVersion", 0);
            late.putObject("agentState");
            JsonNode state = lines.get(0).ask("update-state", RawJson.of(late)).path("agentState");
            long expected = (long) scale.writers() * scale.increments();
            StringJoiner faults = new StringJoiner(", ");
            Faults.add(faults, doubleWins.get(), "versions with two winners");
            Faults.add(faults, expected - state.path("counter").asLong(0), "lost updates");
            return window.perOperation(
                    "versioned update, %d writers, per attempt".formatted(scale.writers()),
                    attempts.get(),
                    latencies,
                    faults.toString());
        }
    }

    /// One writer with what it knows of the state.
    private static final class Writer {
        private final Line line;
        private final String session;
        private long version = 1;
        private long counter;

        Writer(Line line, String session) {
            this.line = line;
            this.session = session;
        }

        /// Tries until it wins.
        ///
        /// @return the version that it made
        long increment(AtomicLong attempts, Latencies latencies) {
            while (true) {
                ObjectNode update =
                        Json.object().put("sid", session).put("expectedVersion", version);
                update.putObject("agentState").put("counter", counter + 1);
                long began = System.nanoTime();
                JsonNode answer = line.ask("update-state", RawJson.of(update));
                latencies.add(System.nanoTime() - began);
                attempts.incrementAndGet();
                version = answer.path("version").asLong(version);
                counter = answer.path("agentState").path("counter").asLong(0);
                if (answer.path("result").asString("").equals("success")) {
                    return version;
                }
            }
        }
    }
}
