package hapi.bench;

import hapi.cli.hub.AckResult;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.SocketClient;
import hapi.cli.hub.SocketListener;
import hapi.cli.hub.SocketOptions;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.node.ObjectNode;

/// Sends agent messages to a hub over many sockets and counts what the hub spends on one, from the
/// socket to the commit and to every subscriber of the event stream.
///
/// ```
/// java ... hapi.bench.IngestLoad url=http://127.0.0.1:3006 token=... pid=<hub> \
///     sockets=20 messages=20000 bytes=1024 subscribers=1 gzip=0 warmup=20000 rate=2000
/// ```
///
/// Talks only the public protocol (no ack per message; `ping` is the barrier at the end), so it
/// runs against a published hub too. Loopback only, ends by itself.
public final class IngestLoad {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Map<String, String> options;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI hub;
    private final String token;

    private IngestLoad(Map<String, String> options) {
        this.options = options;
        this.hub = URI.create(options.get("url"));
        this.token = options.get("token");
        if (!List.of("127.0.0.1", "localhost").contains(hub.getHost())) {
            throw new IllegalArgumentException("load goes to loopback only, not to " + hub);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new java.util.HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        new IngestLoad(options).run();
    }

    private void run() throws Exception {
        int sockets = number("sockets", 20);
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            senders.add(new Sender(i));
        }
        for (Sender sender : senders) {
            sender.connected.await(30, TimeUnit.SECONDS);
        }
        AtomicLong frames = new AtomicLong();
        for (int i = 0; i < number("subscribers", 1); i++) {
            subscribe(frames);
        }
        wave(senders, number("warmup", 5000));
        frames.set(0);
        Duration before = cpu();
        long start = System.nanoTime();
        int sent = wave(senders, number("messages", 20_000));
        double seconds = (System.nanoTime() - start) / 1e9;
        Duration spent = cpu().minus(before);
        System.out.printf(
                "messages=%d bytes=%d sockets=%d subscribers=%d frames=%d%n"
                        + "wall %.2f s, %.0f messages/s%n"
                        + "hub CPU %.2f s, %.0f us/message, %.0f messages per CPU second%n",
                sent,
                number("bytes", 1024),
                sockets,
                number("subscribers", 1),
                frames.get(),
                seconds,
                sent / seconds,
                spent.toMillis() / 1e3,
                spent.toNanos() / 1e3 / sent,
                sent / (spent.toNanos() / 1e9));
        senders.forEach(sender -> sender.client.close());
        System.exit(0);
    }

    /// Sends `total` messages over all sockets and waits until the hub has applied them.
    private int wave(List<Sender> senders, int total) throws InterruptedException {
        int each = total / senders.size();
        CountDownLatch done = new CountDownLatch(senders.size());
        for (Sender sender : senders) {
            Thread.ofVirtual()
                    .start(() -> {
                        sender.send(each);
                        done.countDown();
                    });
        }
        if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the hub did not finish in " + LIMIT);
        }
        return each * senders.size();
    }

    private Duration cpu() {
        return ProcessHandle.of(Long.parseLong(options.get("pid")))
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    private int number(String name, int fallback) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(fallback)));
    }

    private String post(String path, String body, String bearer)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(hub.resolve(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + bearer)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /// A reader of the whole event stream; compressed with `gzip=1`, as browsers ask for it.
    private void subscribe(AtomicLong frames) throws IOException, InterruptedException {
        String jwt =
                Json.parse(
                                post(
                                        "/api/auth",
                                        Json.object().put("accessToken", token).toString(),
                                        ""))
                        .path("token")
                        .asString();
        boolean isGzip = number("gzip", 0) == 1;
        var response =
                http.send(
                        HttpRequest.newBuilder(hub.resolve("/api/events?all=true&token=" + jwt))
                                .header("Accept-Encoding", isGzip ? "gzip" : "identity")
                                .build(),
                        BodyHandlers.ofInputStream());
        InputStream body = isGzip ? new GZIPInputStream(response.body()) : response.body();
        Thread.ofVirtual()
                .start(() -> {
                    try (var lines =
                            new BufferedReader(
                                    new InputStreamReader(body, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine();
                                line != null;
                                line = lines.readLine()) {
                            if (line.startsWith("data:")) {
                                frames.incrementAndGet();
                            }
                        }
                    } catch (IOException e) {
                        System.err.println("a subscriber was cut off: " + e.getMessage());
                    }
                });
    }

    /// One command line with a session of its own.
    private final class Sender implements SocketListener {
        private final CountDownLatch connected = new CountDownLatch(1);
        private final String sessionId;
        private final RawJson message;
        private final SocketClient client;

        Sender(int number) throws IOException, InterruptedException {
            ObjectNode session = Json.object().put("tag", "load-" + UUID.randomUUID());
            session.putObject("metadata")
                    .put("path", "/load/" + number)
                    .put("host", "load")
                    .put("flavor", "claude");
            this.sessionId =
                    Json.parse(post("/cli/sessions", session.toString(), token))
                            .path("session")
                            .path("id")
                            .asString();
            ObjectNode body = Json.object().put("sid", sessionId);
            ObjectNode content = body.putObject("message").put("role", "agent");
            content.putObject("content")
                    .put("type", "codex")
                    .putObject("data")
                    .put("type", "message")
                    .put("message", "x".repeat(number("bytes", 1024)));
            this.message = RawJson.of(body);
            RawJson auth =
                    RawJson.of(
                            Map.of(
                                    "token",
                                    token,
                                    "sessionId",
                                    sessionId,
                                    "clientType",
                                    "session-scoped"));
            this.client = new SocketClient(SocketOptions.of(new HubAccess(hub, token), auth), this);
            client.start();
        }

        void send(int count) {
            long start = System.nanoTime();
            double perSecond = number("rate", 0) / (double) number("sockets", 20);
            for (int i = 0; i < count; i++) {
                if (!client.emit("message", message)) {
                    throw new IllegalStateException("the connection was lost");
                }
                if (perSecond > 0) {
                    LockSupport.parkNanos(start + (long) (i * 1e9 / perSecond) - System.nanoTime());
                }
            }
            AckResult flushed = client.request("ping", LIMIT).join();
            if (!(flushed instanceof AckResult.Acked)) {
                throw new IllegalStateException("the hub did not finish: " + flushed);
            }
        }

        @Override
        public void connected() {
            connected.countDown();
        }

        @Override
        public void disconnected(String reason) {
            if (!reason.equals("left")) {
                System.err.println("disconnected: " + reason);
            }
        }

        @Override
        public void refused(String reason) {
            System.err.println("refused: " + reason);
        }

        @Override
        public void event(String name, List<RawJson> args, Acker ack) {
            // Echoes and replays are not what is measured.
        }
    }
}
