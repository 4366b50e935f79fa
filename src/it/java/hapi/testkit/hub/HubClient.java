package hapi.testkit.hub;

import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The REST facade of a hub as a web client uses it: signs in with an access token when it is first
/// needed and again after a 401.
public final class HubClient implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final int PAGE = 200;

    private final URI url;
    private final String accessToken;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private volatile @Nullable String jwt;

    /// @param accessToken the hub's token, with `:namespace` for another namespace than `default`
    public HubClient(URI url, String accessToken) {
        this.url = url;
        this.accessToken = accessToken;
    }

    /// What a hub answered.
    public record Answer(int status, String body) {
        public JsonNode json() {
            return Json.parse(body);
        }

        /// The body of a success.
        ///
        /// @throws AssertionError when the status is another than 200
        public JsonNode ok() {
            if (status != 200) {
                throw new AssertionError("the hub answered %d %s".formatted(status, body));
            }
            return json();
        }
    }

    /// The same hub seen with the same token in another namespace.
    public HubClient inNamespace(String namespace) {
        return new HubClient(url, accessToken + ":" + namespace);
    }

    public boolean isHealthy() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url.resolve("/health"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Exchanges the access token for a JWT; also called by itself when one is needed.
    public String signIn() {
        ObjectNode body = Json.object().put("accessToken", accessToken);
        String token = send("POST", "/api/auth", body, null).ok().path("token").asString();
        jwt = token;
        return token;
    }

    /// Stores a session as a command line does, with the access token.
    ///
    /// @return its id
    public String createSession(JsonNode body) {
        return send("POST", "/cli/sessions", body, accessToken)
                .ok()
                .path("session")
                .path("id")
                .asString();
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    /// A call with any method, as the signed-in person.
    public Answer call(String method, String path, @Nullable JsonNode body) {
        String token = jwt == null ? signIn() : jwt;
        Answer answer = send(method, path, body, token);
        return answer.status() == 401 ? send(method, path, body, signIn()) : answer;
    }

    public List<JsonNode> sessions() {
        return get("/api/sessions").ok().path("sessions").valueStream().toList();
    }

    public JsonNode session(String id) {
        return get("/api/sessions/" + id).ok().path("session");
    }

    /// All messages of a session, oldest first, read page by page. A prompt that waits is on the
    /// newest page and once more on its own; it is kept once.
    public List<JsonNode> messages(String id) {
        LinkedHashMap<String, JsonNode> all = new LinkedHashMap<>();
        String cursor = "";
        while (true) {
            JsonNode answer =
                    get("/api/sessions/%s/messages?limit=%d%s".formatted(id, PAGE, cursor)).ok();
            List<JsonNode> newestFirst = answer.path("messages").valueStream().toList().reversed();
            newestFirst.forEach(message -> all.putIfAbsent(message.path("id").asString(), message));
            JsonNode page = answer.path("page");
            if (!page.path("hasMore").asBoolean(false)) {
                return List.copyOf(all.sequencedValues().reversed());
            }
            cursor =
                    "&beforeSeq=%d&beforeAt=%d"
                            .formatted(
                                    page.path("nextBeforeSeq").asLong(),
                                    page.path("nextBeforeAt").asLong());
        }
    }

    public List<JsonNode> machines() {
        return get("/api/machines").ok().path("machines").valueStream().toList();
    }

    /// Waits for a machine that is online.
    public String awaitMachine(Duration limit) {
        return await("a machine that is online")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(150))
                .until(
                        () ->
                                machines().stream()
                                        .filter(machine -> machine.path("active").asBoolean())
                                        .map(machine -> machine.path("id").asString())
                                        .findFirst()
                                        .orElse(""),
                        id -> !id.isEmpty());
    }

    /// Has a runner start a session. `options` may be empty; see the spawn route for its keys.
    public Answer spawn(String machineId, Path directory, String agent, ObjectNode options) {
        ObjectNode body = Json.object().put("directory", directory.toString()).put("agent", agent);
        body.setAll(options);
        return post("/api/machines/%s/spawn".formatted(machineId), body);
    }

    /// Has a runner start a session and waits until it can be steered: the answer to a spawn comes
    /// before the session is active (measured on the published 0.30.7).
    public SteeredSession spawnActive(String machineId, Path directory, String agent) {
        JsonNode answer = spawn(machineId, directory, agent, Json.object()).ok();
        if (!answer.path("type").asString("").equals("success")) {
            throw new AssertionError("the session was not spawned: " + answer);
        }
        SteeredSession session = steer(answer.path("sessionId").asString());
        session.awaitActive();
        return session;
    }

    /// A session to steer, whether it exists yet or not.
    public SteeredSession steer(String sessionId) {
        return new SteeredSession(this, sessionId);
    }

    /// Waits for an active session that fits.
    public SteeredSession awaitSession(Duration limit, Predicate<JsonNode> fits) {
        String id =
                await("an active session")
                        .atMost(limit)
                        .pollInterval(Duration.ofMillis(150))
                        .until(
                                () ->
                                        sessions().stream()
                                                .filter(s -> s.path("active").asBoolean())
                                                .filter(fits)
                                                .map(s -> s.path("id").asString())
                                                .findFirst()
                                                .orElse(""),
                                found -> !found.isEmpty());
        return steer(id);
    }

    /// Waits for an active session in this folder.
    public SteeredSession awaitSessionIn(Path project, Duration limit) {
        return awaitSession(
                limit,
                session ->
                        session.path("metadata")
                                .path("path")
                                .asString("")
                                .equals(project.toString()));
    }

    /// Opens the stream of live events; `query` without the token, for example `all=true`.
    public EventStream events(String query) {
        String token = jwt == null ? signIn() : jwt;
        String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
        URI stream = url.resolve("/api/events?token=%s&%s".formatted(encoded, query));
        return EventStream.open(http, stream);
    }

    /// A call without any retry, with this bearer token or none.
    ///
    /// @throws HubUnreachableException when no answer came
    public Answer send(
            String method, String path, @Nullable JsonNode body, @Nullable String bearer) {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(REQUEST_LIMIT)
                        .header("Content-Type", "application/json")
                        .method(method, publisher);
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new HubUnreachableException("%s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
