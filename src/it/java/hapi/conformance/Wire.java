package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The clients of one scenario: a person in a namespace, streams, command lines. Each step is kept
/// as an [Exchange] with all that the watchers got until the hub had nothing more to say.
///
/// Without a guide, that is when it was silent for [#SILENCE]. With a guide, an earlier recording,
/// it is when each watcher got as much as it got then; what comes later shows up in the next step.
/// Used by one thread.
final class Wire implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofMillis(400);
    private static final Duration GUIDED_LIMIT = Duration.ofSeconds(5);
    private static final Duration IMPATIENT_LIMIT = Duration.ofMillis(100);
    private static final int PATIENCE = 15;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final List<String> HEADERS =
            List.of(
                    "access-control-allow-headers",
                    "access-control-allow-methods",
                    "access-control-allow-origin",
                    "content-disposition",
                    "etag",
                    "x-hapi-protocol-version");

    private final HubProcess hub;
    private final String namespace;
    private final @Nullable Recording guide;
    private final Names names = new Names();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HubClient person;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<String, Watcher> watchers = new LinkedHashMap<>();
    private final Map<String, Integer> taken = new TreeMap<>();
    private final Map<String, News> news = new TreeMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private String knownBearer = "";
    private int disappointments;

    Wire(HubProcess hub, String namespace, @Nullable Recording guide) {
        this.hub = hub;
        this.namespace = namespace;
        this.guide = guide;
        this.person = hub.client().inNamespace(namespace);
        names.give(hub.token(), "token");
        names.give(hub.url().toString(), "hub");
        open.add(person);
    }

    /// What a hub answered to a step; `body` is JSON null where it is none.
    record Answer(int status, JsonNode body) {
        String text(String... path) {
            JsonNode node = body;
            for (String key : path) {
                node = node.path(key);
            }
            return node.asString("");
        }
    }

    /// What it did so far.
    Recording recording() {
        return new Recording(exchanges);
    }

    URI url() {
        return hub.url();
    }

    String accessToken() {
        return hub.token() + ":" + namespace;
    }

    /// A JWT of this namespace.
    String jwt() {
        return person.signIn();
    }

    /// A JWT of another namespace of the same hub.
    String foreignJwt() {
        try (HubClient foreign = hub.client().inNamespace(namespace + "-foreign")) {
            return foreign.signIn();
        }
    }

    String foreignAccessToken() {
        return hub.token() + ":" + namespace + "-foreign";
    }

    /// Shows this text under this name from now on.
    void name(String text, String name) {
        names.give(text, name);
    }

    /// What this id is called; the id itself when it has no name.
    String nameOf(String id) {
        return names.of(id);
    }

    Answer get(String name, String path) {
        return call(name, "GET", path, null);
    }

    Answer post(String name, String path, JsonNode body) {
        return call(name, "POST", path, body);
    }

    /// A step of the signed-in person.
    Answer call(String name, String method, String path, @Nullable JsonNode body) {
        String text = body == null ? null : Json.write(body);
        return raw(name, method, path, text, Map.of("Authorization", "Bearer " + bearer()));
    }

    /// A step of a command line over REST.
    Answer cli(String name, String method, String path, @Nullable JsonNode body) {
        String text = body == null ? null : Json.write(body);
        return raw(name, method, path, text, Map.of("Authorization", "Bearer " + accessToken()));
    }

    /// A step with exactly these headers.
    Answer raw(
            String name,
            String method,
            String path,
            @Nullable String body,
            Map<String, String> headers) {
        ObjectNode request = Json.object().put("method", method).put("path", path);
        if (body != null) {
            request.set("body", parsed(body));
        }
        headers.forEach((key, value) -> {
            boolean isUsual = key.equals("Authorization") && value.startsWith("Bearer ");
            request.put(key, isUsual ? "Bearer" : value);
        });
        List<Answer> answers = new ArrayList<>();
        step(
                name,
                request,
                () -> {
                    ObjectNode shown = Json.object();
                    answers.add(send(method, path, body, headers, shown));
                    return shown;
                });
        return answers.getFirst();
    }

    /// Opens a stream and watches it under this name from here on.
    ///
    /// @return its subscription id, empty when it did not open
    String stream(String name, String query) {
        return stream(name, query, person);
    }

    String stream(String name, String query, HubClient whose) {
        Supplier<JsonNode> opening =
                () -> {
                    try {
                        EventStream stream = whose.events(query);
                        open.add(stream);
                        watch("stream " + name, new Frames(stream));
                        return Json.object().put("status", 200);
                    } catch (AssertionError refused) {
                        return Json.object().put("refused", String.valueOf(refused.getMessage()));
                    }
                };
        step("open stream " + name, Json.object().put("query", query), opening);
        Watcher frames = watchers.get("stream " + name);
        if (frames == null || frames.seen().isEmpty()) {
            return "";
        }
        return frames.seen()
                .getFirst()
                .path("data")
                .path("data")
                .path("subscriptionId")
                .asString("");
    }

    /// The id of the newest frame of a stream that has one.
    String cursor(String name) {
        Watcher frames = watchers.get("stream " + name);
        if (frames == null) {
            return "";
        }
        return frames.seen().reversed().stream()
                .map(frame -> frame.path("id").asString(""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// Connects a command line or a runner and watches it under this name from here on.
    ScriptedPeer peer(String name, Map<String, String> auth) {
        return peer(name, "/cli", auth);
    }

    ScriptedPeer peer(String name, String path, Map<String, String> auth) {
        ScriptedPeer[] peer = new ScriptedPeer[1];
        ObjectNode request = Json.object().put("namespace", path);
        request.set("auth", Json.tree(auth));
        step(
                "connect " + name,
                request,
                () -> {
                    peer[0] = ScriptedPeer.connect(hub.url(), path, auth);
                    open.add(peer[0]);
                    watch("peer " + name, peer[0]::seen);
                    return Json.object().put("outcome", peer[0].outcome());
                });
        return peer[0];
    }

    /// A command line of a session.
    ScriptedPeer sessionPeer(String name, String sessionId) {
        return peer(
                name,
                new TreeMap<>(
                        Map.of(
                                "token",
                                accessToken(),
                                "clientType",
                                "session-scoped",
                                "sessionId",
                                sessionId)));
    }

    /// A step on a socket that wants no answer.
    void emit(String name, ScriptedPeer peer, String event, JsonNode data) {
        ObjectNode request = Json.object().put("event", event);
        request.set("data", data);
        step(
                name,
                request,
                () -> {
                    peer.emit(event, data);
                    peer.flush();
                    return Json.object();
                });
    }

    /// A step on a browser's socket, which has no way to wait until the hub has done it.
    void emitBlindly(String name, ScriptedPeer peer, String event, JsonNode data) {
        ObjectNode request = Json.object().put("event", event);
        request.set("data", data);
        step(
                name,
                request,
                () -> {
                    peer.emit(event, data);
                    return Json.object();
                });
    }

    /// A step on a socket that wants an answer.
    JsonNode ask(String name, ScriptedPeer peer, String event, JsonNode data) {
        ObjectNode request = Json.object().put("event", event);
        request.set("data", data);
        return step(name, request, () -> peer.ask(event, data));
    }

    /// A step of which the other side is the clock: waits until this watcher got this many more.
    void wait(String name, String watcher, int more, Duration limit) {
        int goal = taken.getOrDefault(watcher, 0) + more;
        step(
                name,
                Json.object().put("waits for", watcher),
                () -> {
                    long end = System.nanoTime() + limit.toNanos();
                    while (watchers.get(watcher).seen().size() < goal && System.nanoTime() < end) {
                        pause(Duration.ofMillis(20));
                    }
                    return Json.object();
                });
    }

    /// Any other step.
    JsonNode step(String name, JsonNode request, Supplier<JsonNode> action) {
        if (exchanges.stream().anyMatch(exchange -> exchange.name().equals(name))) {
            throw new IllegalArgumentException("two steps are called " + name);
        }
        JsonNode answer = action.get();
        settle(name);
        ObjectNode content = Json.object();
        content.set("request", request);
        content.set("answer", answer);
        ObjectNode seen = content.putObject("seen");
        watchers.forEach((watcher, what) -> {
            List<JsonNode> all = what.seen();
            List<JsonNode> fresh = all.subList(taken.getOrDefault(watcher, 0), all.size());
            news.get(watcher).of(fresh).forEach(seen.withArray("/" + watcher)::add);
            taken.put(watcher, all.size());
        });
        seen.removeIf(JsonNode::isEmpty);
        if (seen.isEmpty()) {
            content.remove("seen");
        }
        exchanges.add(new Exchange(name, names.normal(content)).asRead());
        return answer;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        http.close();
    }

    private String bearer() {
        if (knownBearer.isEmpty()) {
            knownBearer = person.signIn();
        }
        return knownBearer;
    }

    private void watch(String name, Watcher watcher) {
        watchers.put(name, watcher);
        taken.put(name, 0);
        news.put(name, new News());
    }

    private void settle(String name) {
        if (guide == null) {
            int before = -1;
            while (before != total()) {
                before = total();
                pause(SILENCE);
            }
            return;
        }
        Exchange recorded = guide.named(name).orElse(null);
        if (recorded == null) {
            return;
        }
        Duration limit = disappointments < PATIENCE ? GUIDED_LIMIT : IMPATIENT_LIMIT;
        long end = System.nanoTime() + limit.toNanos();
        while (!hasSeenAsMuchAs(recorded)) {
            if (System.nanoTime() > end) {
                disappointments++;
                return;
            }
            pause(Duration.ofMillis(2));
        }
        pause(Duration.ofMillis(3));
    }

    private int total() {
        return watchers.values().stream().mapToInt(watcher -> watcher.seen().size()).sum();
    }

    private boolean hasSeenAsMuchAs(Exchange recorded) {
        return watchers.keySet().stream()
                .allMatch(watcher -> freshOf(watcher) >= recorded.seenBy(watcher));
    }

    private int freshOf(String watcher) {
        List<JsonNode> all = watchers.get(watcher).seen();
        return news.get(watcher).count(all.subList(taken.getOrDefault(watcher, 0), all.size()));
    }

    private Answer send(
            String method,
            String path,
            @Nullable String body,
            Map<String, String> headers,
            ObjectNode shown) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.url().resolve(path))
                        .timeout(REQUEST_LIMIT)
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            shown.put("status", response.statusCode());
            String type = response.headers().firstValue("content-type").orElse("");
            type = type.replaceFirst(";.*", "");
            for (String header : HEADERS) {
                response.headers().firstValue(header).ifPresent(v -> shown.put(header, v));
            }
            JsonNode answer =
                    type.equals("text/html") ? Json.tree("a page") : parsed(response.body());
            if (!response.body().isEmpty()) {
                shown.put("content-type", type);
                shown.set("body", answer);
            }
            return new Answer(response.statusCode(), answer);
        } catch (IOException e) {
            shown.put("failed", e.getClass().getSimpleName());
            return new Answer(0, Json.parse("null"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (JsonSyntaxException e) {
            return Json.tree(text);
        }
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(duration.toMillis()));
    }

    /// The frames of a stream but heartbeats, whose time is their own.
    private record Frames(EventStream stream) implements Watcher {
        @Override
        public List<JsonNode> seen() {
            return stream.events().stream()
                    .filter(event -> !event.type().equals("heartbeat"))
                    .map(event -> {
                        ObjectNode frame = Json.object();
                        if (!event.id().isEmpty()) {
                            frame.put("id", event.id());
                        }
                        frame.set("data", event.data());
                        return (JsonNode) frame;
                    })
                    .toList();
        }
    }
}
