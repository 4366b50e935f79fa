package hapi.compare;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Memory of a hub whose readers stop reading: 20 KB messages to many streams that nobody empties,
/// beside one reader that must miss nothing.
final class SlowReadersSeries implements Series {
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    @Override
    public String word() {
        return "slow";
    }

    @Override
    public boolean needsFreshHub() {
        return true;
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        int readers = scale.subscribers()[scale.subscribers().length - 1];
        int messages = scale.slowMessages();
        Tally tally = new Tally(1, messages, new Latencies());
        double before;
        double peak;
        try (Lines lines = new Lines(hub, 1);
                Subscribers reading = new Subscribers(hub);
                Subscribers slow = new Subscribers(hub)) {
            String query = "sessionId=" + lines.get(0).sessionId();
            reading.open(query, false, false, false, new Marker.Scanner(tally));
            reading.awaitOpen();
            for (int i = 0; i < readers; i++) {
                Tally nobody = new Tally(1, messages, new Latencies());
                slow.open(query, false, false, true, new Marker.Scanner(nobody));
            }
            slow.awaitOpen();
            before = Cost.residentBytes(hub.handle());
            slow.stopReading();
            FanOutSeries.paced(lines.get(0), messages, new Marker(20 * 1024));
            awaitAll(tally, scale.drain());
            peak = Cost.residentBytes(hub.handle());
            String name = "%d readers that stop".formatted(readers);
            String faults = Faults.of(tally, reading.ended());
            out.accept(
                    new Figure(
                            name + ": memory grown",
                            "MiB",
                            (peak - before) / 1048576,
                            new Figure.Details(
                                    Double.NaN, Double.NaN, Double.NaN, Double.NaN, faults)));
        }
        LockSupport.parkNanos(Math.min(AFTERWARDS.toNanos(), scale.drain().toNanos()));
        double after = Cost.residentBytes(hub.handle());
        out.accept(
                Figure.of(
                        "%d readers that stop: kept 5 s after they left".formatted(readers),
                        "MiB",
                        (after - before) / 1048576));
    }

    private static void awaitAll(Tally tally, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (tally.lost() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
