package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubServer;
import hapi.hub.HubServer.Route;
import hapi.protocol.json.Json;
import hapi.testkit.hub.AgentMessages;
import hapi.testkit.hub.HubClient;
import hapi.testkit.hub.SocketPeer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A hub with one session and one machine all of whose words are markup, and a process that says no
/// others.
final class MarkupHub implements AutoCloseable {
    static final String ALL = String.join("\n", Markup.payloads());

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HubServer hub;
    private final HubClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private final SocketPeer process;
    private final String session;
    private final String machine = newId();

    MarkupHub(Path home, Map<String, String> environment) {
        hub = HubServer.start(home, environment);
        client = new HubClient(hub.url(), hub.token());
        ObjectNode hello = Json.object().put("id", machine);
        hello.putObject("metadata").put("host", ALL).put("displayName", ALL).put("platform", ALL);
        client.send("POST", "/cli/machines", hello, hub.token()).ok();
        ObjectNode start = Json.object().put("tag", "tag");
        start.putObject("metadata")
                .put("path", "/home/me")
                .put("host", ALL)
                .put("name", ALL)
                .put("machineId", machine)
                .put("flavor", "claude")
                .putObject("worktree")
                .put("branch", ALL);
        session = client.createSession(start);
        process = SocketPeer.connect(hub.url(), Map.of("token", hub.token(), "sessionId", session));
        assertThat(process.outcome()).isEqualTo("connected");
        process.answering(this::answer);
        ObjectNode output = Json.object().put("success", true).put("stdout", ALL).put("error", ALL);
        for (String method :
                List.of("git-status", "git-diff-numstat", "git-diff-file", "ripgrep")) {
            serve(method, output.toString());
        }
        serve("readFile", output.put("content", base64(ALL)).toString());
        serve("listDirectory", "{\"success\":true,\"entries\":[{\"name\":%s}]}".formatted(text()));
        serve("listSkills", "{\"success\":true,\"skills\":[{\"name\":%s}]}".formatted(text()));
        serve("uploadFile", "{\"success\":true,\"path\":%s}".formatted(text()));
        beat();
        for (String payload : Markup.payloads()) {
            say(payload);
        }
        process.flush();
    }

    /// The process lives: a session that is silent for half a minute is not active any more.
    void beat() {
        process.emit(
                "session-alive",
                Json.object()
                        .put("sid", session)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
        process.flush();
    }

    HubServer hub() {
        return hub;
    }

    HubClient client() {
        return client;
    }

    String session() {
        return session;
    }

    String sessionPath(String rest) {
        return "/api/sessions/" + session + rest;
    }

    private static String text() {
        return Json.tree(ALL).toString();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode answer(JsonNode request) {
        return Json.parse(answers.get(request.path("method").asString()));
    }

    /// Fixes the process's answer to a method.
    void serve(String method, String answer) {
        answers.put(session + ":" + method, answer);
        process.emit("rpc-register", Json.object().put("method", session + ":" + method));
        process.flush();
    }

    /// The agent says something.
    void say(String words) {
        process.emit("message", AgentMessages.said(session, words));
    }

    /// The parameters of the last call of a method.
    JsonNode lastCall(String method) {
        return process.events().stream()
                .filter(event -> event.data().path("method").asString("").endsWith(":" + method))
                .map(event -> Json.parse(event.data().path("params").asString()))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(method, path, body, BodyHandlers.ofString(), headers);
    }

    HttpResponse<byte[]> bytes(String path) {
        return send("GET", path, "", BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(
            String method,
            String path,
            String body,
            HttpResponse.BodyHandler<T> handler,
            String... headers) {
        String token = path.startsWith("/cli/") ? hub.token() : client.signIn();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.url() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), handler);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /// A path of this pattern about the session or machine with markup; `part` for other names.
    String path(String pattern, String part) {
        return pattern.replace("sessions/{id}", "sessions/" + session)
                .replace("machines/{id}", "machines/" + machine)
                .replaceAll("\\{\\w+:([\\w-]+)[^}]*}", "$1")
                .replaceAll("\\{\\w+}", part)
                .replace("**", part);
    }

    /// The answer to every GET there is (streams and pictures apart), and to what is refused or not
    /// there, each with markup wherever a caller may choose words.
    Map<String, HttpResponse<String>> everyAnswer() {
        String part = URLEncoder.encode("<img src=x onerror=alert(1)>", StandardCharsets.UTF_8);
        String query = "?force=true&cwd=%s&path=%s&query=%s&limit=100".formatted(part, part, part);
        Map<String, HttpResponse<String>> all = new LinkedHashMap<>();
        for (Route route : hub.routes()) {
            String known = path(route.pattern(), part) + query;
            String unknown = route.pattern().replaceAll("\\{[^}]+}|\\*\\*", part) + query;
            for (String path : new LinkedHashSet<>(List.of(known, unknown))) {
                if (path.startsWith("/api/events") || path.contains("/generated-images/")) {
                    continue;
                }
                all.put("GET " + path, send("GET", path, ""));
                String html = "application/problem+json, text/html";
                all.put("problem " + path, send("GET", path, "", "Accept", html));
                all.put("page " + path, send("GET", path, "", "Accept", "text/html"));
            }
            for (String method : List.of("POST", "PATCH", "DELETE")) {
                all.put(method + " " + unknown, send(method, unknown, "{\"text\":\"<\"}"));
            }
        }
        for (String path : List.of("/api/events?sessionId=", "/api/sessions?limit=")) {
            all.put(path, send("GET", path + part, ""));
        }
        return all;
    }

    @Override
    public void close() {
        process.close();
        client.close();
        http.close();
        hub.close();
    }
}
