package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.protocol.id.MachineId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.ResumableSession;
import hapi.protocol.model.ResumeTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The REST routes a process calls. Calls block the caller's thread; failures are values, words for
/// the terminal included. Source: protocol/cli-rest.md.
public final class HubRest {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration BACKFILL = Duration.ofSeconds(15);
    private static final Duration HEALTH = Duration.ofSeconds(5);
    static final int PAGE = 200;

    private final HubAccess access;
    private final HttpClient http;

    public HubRest(HubAccess access, HttpClient http) {
        this.access = access;
        this.http = http;
    }

    /// One client for REST and websocket: its callbacks run on virtual threads and may block.
    public static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Thread::startVirtualThread)
                .build();
    }

    public HubAccess access() {
        return access;
    }

    HttpClient http() {
        return http;
    }

    /// Registers or refreshes a machine. `runnerState` is [RawJson#NULL] from a session process.
    public HubAnswer<HubMachine> createMachine(
            MachineId id, RawJson metadata, RawJson runnerState) {
        var body = new MachineBody(id, metadata, runnerState);
        return call(
                "POST",
                "/cli/machines",
                body,
                USUAL,
                node -> part(node, "machine", HubMachine.class));
    }

    /// A machine as the hub knows it; asks for nobody in particular when there is no id yet, which
    /// still tells whether the token is accepted.
    public HubAnswer<RawJson> machine(Optional<MachineId> id) {
        String name = id.map(MachineId::value).orElse("none");
        return call("GET", "/cli/machines/" + encode(name), null, USUAL, RawJson::of);
    }

    public HubAnswer<HubSession> createSession(NewSession session) {
        return call("POST", "/cli/sessions", session, USUAL, HubRest::session);
    }

    public HubAnswer<HubSession> session(SessionId id) {
        return call("GET", "/cli/sessions/" + encode(id.value()), null, USUAL, HubRest::session);
    }

    /// A session with everything the hub says of it: whether it works, what it waits for.
    public HubAnswer<RawJson> sessionDocument(SessionId id) {
        return call(
                "GET",
                "/cli/sessions/" + encode(id.value()),
                null,
                HEALTH,
                node -> RawJson.of(node.path("session")));
    }

    /// Asks the process that runs this session remotely to give it to a terminal.
    public HubAnswer<Boolean> handoffLocal(SessionId id) {
        String path = "/cli/sessions/" + encode(id.value()) + "/handoff-local";
        return call("POST", path, Json.object(), USUAL, _ -> true);
    }

    /// Messages with a number above `afterSeq`, ascending, at most [#PAGE].
    HubAnswer<List<HubMessage>> messages(SessionId id, long afterSeq) {
        String path =
                "/cli/sessions/%s/messages?afterSeq=%d&limit=%d"
                        .formatted(encode(id.value()), afterSeq, PAGE);
        return call(
                "GET",
                path,
                null,
                BACKFILL,
                node -> List.of(part(node, "messages", HubMessage[].class)));
    }

    /// A route of the web's side, under `/api`. `jwt` comes from a sign-in and is empty for the
    /// sign-in itself.
    public HubAnswer<JsonNode> web(
            String method, String path, @Nullable Object body, Optional<String> jwt) {
        return call(method, path, body, USUAL, jwt, node -> node);
    }

    /// Sessions that a terminal may go on with, of one machine or of all.
    public HubAnswer<List<ResumableSession>> resumable(Optional<MachineId> machine) {
        String query = machine.map(id -> "?machineId=" + encode(id.value())).orElse("");
        return call(
                "GET",
                "/cli/sessions/resumable" + query,
                null,
                USUAL,
                node -> List.of(part(node, "sessions", ResumableSession[].class)));
    }

    /// What one session is started with to go on with it.
    public HubAnswer<ResumeTarget> resumeTarget(SessionId id) {
        String path = "/cli/sessions/" + encode(id.value()) + "/resume-target";
        return call("GET", path, null, USUAL, node -> part(node, "target", ResumeTarget.class));
    }

    /// Asks without the token whether a hub answers, and what it can.
    public HubAnswer<HubHealth> health() {
        return call("GET", "/health", null, HEALTH, HubRest::health);
    }

    private record MachineBody(
            @JsonProperty("id") MachineId id,
            @JsonProperty("metadata") RawJson metadata,
            @JsonProperty("runnerState") RawJson runnerState) {}

    @FunctionalInterface
    private interface BodyReader<T> {
        T read(JsonNode body);
    }

    private static HubSession session(JsonNode body) {
        return part(body, "session", HubSession.class);
    }

    private static <T> T part(JsonNode body, String key, Class<T> type) {
        JsonNode found = body.path(key);
        if (!found.isContainer()) {
            throw new JsonSyntaxException("no \"%s\" in the answer".formatted(key), null);
        }
        return Json.convert(found, type);
    }

    private static HubHealth health(JsonNode body) {
        if (!body.isObject()) {
            throw new JsonSyntaxException("health is not an object", null);
        }
        Set<String> names = new HashSet<>();
        JsonNode capabilities = body.path("capabilities");
        if (capabilities.isArray()) {
            capabilities.forEach(name -> names.add(name.asString()));
        } else {
            capabilities
                    .properties()
                    .forEach(entry -> {
                        if (entry.getValue().asBoolean(false)) {
                            names.add(entry.getKey());
                        }
                    });
        }
        return new HubHealth(body.path("protocolVersion").asInt(0), names);
    }

    private <T> HubAnswer<T> call(
            String method,
            String path,
            @Nullable Object body,
            Duration timeout,
            BodyReader<T> reader) {
        return call(method, path, body, timeout, Optional.of(access.token()), reader);
    }

    private <T> HubAnswer<T> call(
            String method,
            String path,
            @Nullable Object body,
            Duration timeout,
            Optional<String> bearer,
            BodyReader<T> reader) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(access.rest(path))
                        .timeout(timeout)
                        .header("Accept", "application/json, text/plain, */*");
        access.extraHeaders().forEach(request::header);
        bearer.filter(_ -> !path.equals("/health"))
                .ifPresent(it -> request.setHeader("Authorization", "Bearer " + it));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        try {
            return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()), reader);
        } catch (IOException e) {
            return failed(new HubFailure.Unreachable(access.origin(), reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(new HubFailure.Unreachable(access.origin(), "interrupted"));
        }
    }

    private <T> HubAnswer<T> answer(HttpResponse<String> response, BodyReader<T> reader) {
        OptionalInt version = version(response);
        int status = response.statusCode();
        if (status / 100 != 2) {
            String error = error(response);
            return failed(
                    switch (status) {
                        case 401 -> new HubFailure.Unauthorized(access.origin(), error, version);
                        case 403 -> new HubFailure.Forbidden(access.origin(), error, version);
                        default -> new HubFailure.Refused(access.origin(), status, error, version);
                    });
        }
        try {
            return new HubAnswer.Ok<>(reader.read(Json.parse(response.body())));
        } catch (JsonSyntaxException | IllegalArgumentException e) {
            return failed(new HubFailure.Garbled(access.origin(), String.valueOf(e.getMessage())));
        }
    }

    private static <T> HubAnswer<T> failed(HubFailure failure) {
        return new HubAnswer.Failed<>(failure);
    }

    private static OptionalInt version(HttpResponse<?> response) {
        String text = response.headers().firstValue("X-Hapi-Protocol-Version").orElse("");
        return text.matches("\\d{1,6}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static String error(HttpResponse<String> response) {
        String otherwise = "Request failed with status code " + response.statusCode();
        try {
            JsonNode body = Json.parse(response.body());
            return body.path("error").asString(otherwise);
        } catch (JsonSyntaxException e) {
            return otherwise;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException || e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
