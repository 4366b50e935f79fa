package hapi.compare;

import java.util.function.Consumer;

/// A start with an empty home or with the large one: until `/health` answers, and the processor
/// time three seconds later.
record StartSeries(boolean needsLargeHome) implements Series {
    @Override
    public String word() {
        return "start";
    }

    @Override
    public boolean needsFreshHub() {
        return true;
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out) {
        MeasuredHub.Start start = hub.start();
        String name = "start, " + (needsLargeHome ? "large database" : "empty");
        out.accept(Figure.of(name + ": to /health", "ms", start.wallMillis()));
        out.accept(Figure.of(name + ": 3 s later", "CPU ms", start.cpuMillis()));
        if (!needsLargeHome) {
            out.accept(Figure.of("memory of an empty hub", "MiB", start.residentMiB()));
        }
    }
}
