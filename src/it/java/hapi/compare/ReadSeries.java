package hapi.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What a page reads: 200 messages of a long and of a short session, and lists of sessions. Four
/// callers for messages, sixteen for lists.
final class ReadSeries implements Series {
    private static final int MESSAGE_CALLERS = 4;
    private static final int LIST_CALLERS = 16;

    @Override
    public String word() {
        return "reads";
    }

    @Override
    public boolean needsLargeHome() {
        return true;
    }

    /// One thing to read.
    private record Read(String name, String path, String namespace, int callers) {}

    @Override
    public void warmUp(MeasuredHub hub, Scale scale) throws Exception {
        List<Read> reads = reads(hub, scale);
        Duration each = scale.warmUp().dividedBy(2L * reads.size());
        measureAll(hub, new Noise(), reads, each, figure -> {});
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        measureAll(hub, noise, reads(hub, scale), scale.window(), out);
    }

    private static void measureAll(
            MeasuredHub hub, Noise noise, List<Read> reads, Duration time, Consumer<Figure> out)
            throws Exception {
        for (Read read : reads) {
            for (boolean gzip : new boolean[] {false, true}) {
                out.accept(measure(hub, noise, read, gzip, time));
            }
        }
    }

    private static List<Read> reads(MeasuredHub hub, Scale scale) throws IOException {
        String longPath = page(LargeHome.longSession(hub));
        String shortPath = page(LargeHome.shortSession(hub));
        JsonNode newest = hub.client().get(longPath).ok();
        long end = newest.path("page").path("snapshotHeadAt").asLong();
        long begin = hub.client().session(LargeHome.longSession(hub)).path("createdAt").asLong();
        String middle = "At=%d&%sSeq=1".formatted(begin + (end - begin) / 2, "%s");
        String epoch = "&epoch=" + newest.path("page").path("epoch").asString("0");
        String many = "%,d".formatted(scale.longSession());
        List<Read> reads = new ArrayList<>();
        reads.add(new Read("latest page of " + many, longPath, "", MESSAGE_CALLERS));
        reads.add(
                new Read("latest page of " + scale.shortSession(), shortPath, "", MESSAGE_CALLERS));
        reads.add(
                new Read(
                        "page before the middle of " + many,
                        longPath + "&before" + middle.formatted("before"),
                        "",
                        MESSAGE_CALLERS));
        reads.add(
                new Read(
                        "page after the middle of " + many,
                        longPath + "&after" + middle.formatted("after") + epoch,
                        "",
                        MESSAGE_CALLERS));
        for (int list : scale.lists()) {
            reads.add(
                    new Read(
                            "list of %,d sessions".formatted(list),
                            "/api/sessions",
                            LargeHome.namespace(list),
                            LIST_CALLERS));
        }
        return reads;
    }

    private static String page(String session) {
        return "/api/sessions/%s/messages?limit=200".formatted(session);
    }

    private static Figure measure(
            MeasuredHub hub, Noise noise, Read read, boolean gzip, Duration time) throws Exception {
        try (Callers callers = new Callers(hub, read.namespace())) {
            if (callers.get(read.path(), gzip).length == 0) {
                throw new IllegalStateException("no answer to " + read.path());
            }
            Callers.Measured calls =
                    callers.measure(
                            noise,
                            read.callers(),
                            time,
                            (caller, turn) -> callers.get(read.path(), gzip).length > 100);
            return calls.figure(
                    "%s, %s".formatted(read.name(), gzip ? "gzip" : "identity"),
                    calls.outcome().faults());
        }
    }
}
