package hapi.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One session's messages, 50 a second of 1 KB, to many readers of its stream. Five readers measure
/// latency; what the others get compressed is inflated and counted after the window.
final class FanOutSeries implements Series {
    private static final int PER_SECOND = 50;
    private static final int PROBES = 5;

    @Override
    public String word() {
        return "fanout";
    }

    @Override
    public void warmUp(MeasuredHub hub, Scale scale) throws Exception {
        Duration half = scale.warmUp().dividedBy(2);
        int[] readers = scale.subscribers();
        measure(hub, scale, new Noise(), "", readers[0], true, half, figure -> {});
        measure(hub, scale, new Noise(), "", readers[readers.length - 1], false, half, f -> {});
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        for (boolean gzip : new boolean[] {false, true}) {
            for (int readers : scale.subscribers()) {
                String name = "fan-out %s, %d readers".formatted(gzip ? "gzip" : "plain", readers);
                measure(hub, scale, noise, name, readers, gzip, scale.fanOut(), out);
            }
        }
    }

    private static void measure(
            MeasuredHub hub,
            Scale scale,
            Noise noise,
            String name,
            int readers,
            boolean gzip,
            Duration time,
            Consumer<Figure> out)
            throws Exception {
        int messages = (int) Math.max(1, time.toMillis() * PER_SECOND / 1000);
        Latencies latencies = new Latencies();
        Latencies later = new Latencies();
        List<Tally> tallies = new ArrayList<>();
        try (Lines lines = new Lines(hub, 1);
                Subscribers streams = new Subscribers(hub)) {
            Line line = lines.get(0);
            for (int i = 0; i < readers; i++) {
                boolean isProbe = i < PROBES;
                Tally tally = new Tally(1, messages, isProbe ? latencies : later);
                tallies.add(tally);
                streams.open(
                        "sessionId=" + line.sessionId(),
                        gzip,
                        gzip && !isProbe,
                        false,
                        new Marker.Scanner(tally));
            }
            streams.awaitOpen();
            double residentBefore = Cost.residentBytes(hub.handle());
            Marker marker = new Marker(1024);
            Window window =
                    Window.measure(
                            hub,
                            noise,
                            () -> {
                                paced(line, messages, marker);
                                awaitQuiet(streams, tallies, gzip, scale.drain());
                            });
            double grown = Cost.residentBytes(hub.handle()) - residentBefore;
            streams.close();
            streams.inflateKept();
            long frames = tallies.stream().mapToLong(Tally::arrived).sum();
            out.accept(window.perOperation(name, frames, latencies, faults(tallies, streams)));
            if (readers == scale.subscribers()[scale.subscribers().length - 1]) {
                out.accept(Figure.of(name + ": memory grown at the end", "MiB", grown / 1048576));
                out.accept(
                        Figure.of(
                                name + ": hub cores for " + (long) messages * readers + " frames",
                                "cores",
                                window.hubMicros()
                                        / 1e6
                                        / (messages / (double) PER_SECOND)
                                        * messages
                                        * readers
                                        / Math.max(1, frames)));
            }
        }
    }

    private static String faults(List<Tally> tallies, Subscribers streams) {
        StringJoiner words = new StringJoiner(", ");
        Faults.add(words, tallies.stream().mapToLong(Tally::lost).sum(), "not there in time");
        Faults.add(words, tallies.stream().mapToLong(Tally::doubled).sum(), "doubled");
        Faults.add(words, tallies.stream().mapToLong(Tally::outOfOrder).sum(), "out of order");
        Faults.add(words, streams.ended(), "cut off");
        return words.toString();
    }

    static void paced(Line line, int messages, Marker marker) {
        long start = System.nanoTime();
        for (int n = 0; n < messages; n++) {
            line.send(marker.text(n));
            long next = start + (n + 1) * 1_000_000_000L / PER_SECOND;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /// Waits until everything is there, or no byte came for half a second, or the time is over.
    private static void awaitQuiet(
            Subscribers streams, List<Tally> tallies, boolean gzip, Duration limit) {
        List<Tally> live = gzip ? tallies.subList(0, Math.min(PROBES, tallies.size())) : tallies;
        long end = System.nanoTime() + limit.toNanos();
        long bytes = -1;
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end) {
            if (streams.bytes() != bytes) {
                bytes = streams.bytes();
                quietSince = System.nanoTime();
            }
            boolean isComplete = live.stream().allMatch(tally -> tally.lost() == 0);
            long quiet = System.nanoTime() - quietSince;
            if (quiet > (isComplete ? 60_000_000L : 2_000_000_000L)) {
                return;
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
