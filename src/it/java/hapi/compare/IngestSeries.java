package hapi.compare;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Agent messages from command lines to the commit and to one reader of `all=true`. At most 300 are
/// on their way, so that neither hub has to keep what nobody reads.
final class IngestSeries implements Series {
    private static final int ON_THEIR_WAY = 300;
    private static final int STALL_SECONDS = 20;

    @Override
    public String word() {
        return "ingest";
    }

    @Override
    public void warmUp(MeasuredHub hub, Scale scale) throws Exception {
        int sockets = 20;
        long end = System.nanoTime() + scale.warmUp().toNanos();
        Tally tally = new Tally(sockets, 1_000_000, new Latencies());
        try (Lines lines = new Lines(hub, sockets);
                Subscribers stream = new Subscribers(hub)) {
            stream.open("all=true", false, false, false, new Marker.Scanner(tally));
            stream.awaitOpen();
            Semaphore places = new Semaphore(ON_THEIR_WAY);
            tally.onArrival(number -> places.release());
            Marker small = new Marker(1024);
            Marker large = new Marker(20 * 1024);
            lines.together(i -> {
                for (int n = 0; System.nanoTime() < end && take(places, 1); n++) {
                    Marker marker = n % 5 == 4 ? large : small;
                    lines.get(i).send(marker.text(i * Tally.SENDERS + n));
                }
            });
            awaitAll(places);
        }
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        for (int size : new int[] {1, 20}) {
            int messages = size == 1 ? scale.smallMessages() : scale.largeMessages();
            for (int sockets : scale.sockets()) {
                String name =
                        "ingest %d KB, %d socket%s"
                                .formatted(size, sockets, sockets == 1 ? "" : "s");
                out.accept(measure(hub, noise, name, size * 1024, sockets, messages));
            }
        }
    }

    private static Figure measure(
            MeasuredHub hub, Noise noise, String name, int bytes, int sockets, int messages)
            throws Exception {
        int each = Math.max(1, messages / sockets);
        Latencies latencies = new Latencies();
        Tally tally = new Tally(sockets, each, latencies);
        try (Lines lines = new Lines(hub, sockets);
                Subscribers stream = new Subscribers(hub)) {
            stream.open("all=true", false, false, false, new Marker.Scanner(tally));
            stream.awaitOpen();
            Semaphore places = new Semaphore(ON_THEIR_WAY);
            tally.onArrival(number -> places.release());
            Marker marker = new Marker(bytes);
            Window window =
                    Window.measure(
                            hub,
                            noise,
                            () -> {
                                lines.together(i -> send(lines.get(i), i, each, marker, places));
                                awaitAll(places);
                            });
            String faults = Faults.of(tally, stream.ended()) + unread(hub, lines, each);
            return window.perOperation(name, tally.arrived(), latencies, faults);
        }
    }

    private static void send(Line line, int sender, int count, Marker marker, Semaphore places) {
        for (int n = 0; n < count; n++) {
            if (!take(places, 1)) {
                return;
            }
            line.send(marker.text(sender * Tally.SENDERS + n));
        }
    }

    private static void awaitAll(Semaphore places) {
        take(places, ON_THEIR_WAY);
    }

    private static boolean take(Semaphore places, int count) {
        try {
            return places.tryAcquire(count, STALL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What REST does not show of what was sent, in some of the sessions.
    private static String unread(MeasuredHub hub, Lines lines, int each) {
        int missing = 0;
        for (Line line : lines.all().subList(0, Math.min(5, lines.all().size()))) {
            missing += each - hub.client().messages(line.sessionId()).size();
        }
        return missing == 0 ? "" : " %d not readable".formatted(missing);
    }
}
