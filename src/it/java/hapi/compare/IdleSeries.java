package hapi.compare;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A hub with many command lines that only beat, each ten seconds, and one reader of all events.
final class IdleSeries implements Series {
    private static final Duration FIRST_BEATS = Duration.ofSeconds(11);

    @Override
    public String word() {
        return "idle";
    }

    @Override
    public int rounds(Scale scale, int asked) {
        return Math.min(asked, scale.idleRounds());
    }

    @Override
    public boolean needsFreshHub() {
        return true;
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        double before = Cost.residentBytes(hub.handle());
        Tally nothing = new Tally(1, 1, new Latencies());
        try (Lines lines = new Lines(hub, scale.idleSockets());
                Subscribers stream = new Subscribers(hub)) {
            stream.open("all=true", true, false, false, new Marker.Scanner(nothing));
            stream.awaitOpen();
            lines.beat();
            // The first beat of each makes its session active, which is not idle yet.
            LockSupport.parkNanos(Math.min(scale.idle().toNanos(), FIRST_BEATS.toNanos()));
            Window window =
                    Window.measure(hub, noise, () -> LockSupport.parkNanos(scale.idle().toNanos()));
            String name = "idle with %,d sockets".formatted(scale.idleSockets());
            out.accept(
                    Figure.of(name, "CPU s/min", window.hubMicros() / 1e6 / window.seconds() * 60));
            double resident = Cost.residentBytes(hub.handle());
            out.accept(Figure.of(name + ": memory", "MiB", resident / 1048576));
            out.accept(
                    Figure.of(
                            name + ": memory for one socket and session",
                            "KiB",
                            (resident - before) / 1024 / scale.idleSockets()));
        }
    }
}
