package hapi.compare;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Calls that go through the hub to a command line: an RPC and back, and a prompt from the web
/// until the command line has it.
final class CallSeries implements Series {
    private static final int SESSIONS = 16;

    @Override
    public String word() {
        return "calls";
    }

    @Override
    public void warmUp(MeasuredHub hub, Scale scale) throws Exception {
        Duration half = scale.warmUp().dividedBy(2);
        try (Lines lines = lines(hub);
                Callers callers = new Callers(hub, "")) {
            rpc(new Noise(), callers, lines, SESSIONS, half);
            web(new Noise(), new Prompts(lines, callers), SESSIONS, half);
        }
    }

    @Override
    public void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out)
            throws Exception {
        try (Lines lines = lines(hub);
                Callers callers = new Callers(hub, "")) {
            for (int count : scale.callers()) {
                out.accept(rpc(noise, callers, lines, count, scale.window()));
            }
            Prompts prompts = new Prompts(lines, callers);
            for (int count : scale.callers()) {
                out.accept(web(noise, prompts, count, scale.window()));
            }
        }
    }

    /// Command lines that answer RPCs and are active.
    private static Lines lines(MeasuredHub hub) {
        Lines lines = new Lines(hub, SESSIONS);
        for (Line line : lines.all()) {
            line.register("git-status");
            line.alive();
            line.flush();
        }
        lines.beat();
        return lines;
    }

    private static Figure rpc(Noise noise, Callers callers, Lines lines, int count, Duration time)
            throws Exception {
        Callers.Measured calls =
                callers.measure(
                        noise, count, time, (caller, turn) -> status(callers, lines, caller));
        return calls.figure(
                "RPC, %d caller%s".formatted(count, count == 1 ? "" : "s"),
                calls.outcome().faults());
    }

    private static boolean status(Callers callers, Lines lines, int caller)
            throws IOException, InterruptedException {
        String session = lines.get(caller % SESSIONS).sessionId();
        byte[] body = callers.get("/api/sessions/%s/git-status".formatted(session), false);
        return text(body).contains("src/Main.java");
    }

    private static Figure web(Noise noise, Prompts prompts, int count, Duration time)
            throws Exception {
        Callers.Measured calls =
                prompts.callers.measure(noise, count, time, (caller, turn) -> prompts.send(caller));
        StringJoiner faults = new StringJoiner(", ");
        Faults.add(faults, calls.outcome().failures(), "refused or lost");
        Faults.add(faults, prompts.unknown.getAndSet(0), "delivered again");
        return calls.figure(
                "web to command line, %d caller%s".formatted(count, count == 1 ? "" : "s"),
                faults.toString());
    }

    private static String text(byte[] body) {
        return StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(body)).toString();
    }

    /// Prompts that are on their way to a command line.
    private static final class Prompts {
        private static final int LIMIT_SECONDS = 10;

        private final Lines lines;
        private final Callers callers;
        private final ConcurrentHashMap<String, CountDownLatch> waiting = new ConcurrentHashMap<>();
        private final AtomicLong unknown = new AtomicLong();

        Prompts(Lines lines, Callers callers) {
            this.lines = lines;
            this.callers = callers;
            lines.all().forEach(line -> line.onPrompt(this::came));
        }

        private void came(JsonNode message) {
            CountDownLatch latch = waiting.remove(message.path("localId").asString(""));
            if (latch == null) {
                unknown.incrementAndGet();
            } else {
                latch.countDown();
            }
        }

        /// @return whether the hub took it and the command line got it
        boolean send(int caller) throws IOException, InterruptedException {
            String localId = "local-" + UUID.randomUUID();
            CountDownLatch latch = new CountDownLatch(1);
            waiting.put(localId, latch);
            String body =
                    Json.object()
                            .put("text", "Please look at the test that fails, number " + caller)
                            .put("localId", localId)
                            .put("deliveryMode", "queue")
                            .toString();
            String session = lines.get(caller % SESSIONS).sessionId();
            byte[] answer = callers.post("/api/sessions/%s/messages".formatted(session), body);
            return answer.length > 0 && latch.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }
}
