package hapi.cli.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import hapi.cli.net.HttpCall;
import hapi.cli.net.ProxyException;
import hapi.protocol.id.MachineId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.ResumableSession;
import hapi.protocol.model.ResumeTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The REST routes a process calls. Calls block the caller's thread; failures are values, words for
/// the terminal included. Source: protocol/cli-rest.md.
public final class HubRest {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration BACKFILL = Duration.ofSeconds(15);
    private static final Duration HEALTH = Duration.ofSeconds(5);
    static final int PAGE = 200;

    private static final long TRUST_NANOS = Duration.ofSeconds(2).toNanos();

    private final HubAccess access;
    private final HubIdentity identity;
    private volatile long trustedUntil = System.nanoTime();

    public HubRest(HubAccess access) {
        this.access = access;
        this.identity = new HubIdentity(access);
    }

    public HubAccess access() {
        return access;
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
        Map<String, String> headers = new LinkedHashMap<>(access.extraHeaders());
        headers.put("Accept", "application/json, text/plain, */*");
        if (!path.equals("/health")) {
            switch (trust()) {
                case TRUSTED -> {}
                case STRANGER -> {
                    return failed(new HubFailure.Unproven(access.origin()));
                }
                case UNREACHABLE -> {
                    return failed(new HubFailure.Unreachable(access.origin(), "no answer"));
                }
            }
            bearer.ifPresent(it -> {
                headers.keySet().removeIf("Authorization"::equalsIgnoreCase);
                headers.put("Authorization", "Bearer " + it);
            });
        }
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        HttpCall request =
                new HttpCall(
                        method, access.rest(path), headers, body == null ? "" : Json.write(body));
        try {
            return answer(request.send(access.network(), timeout), reader);
        } catch (IOException e) {
            return failed(new HubFailure.Unreachable(access.origin(), reason(e)));
        }
    }

    /// Asked once for calls that follow each other closely.
    private HubIdentity.Verdict trust() {
        if (System.nanoTime() - trustedUntil < 0) {
            return HubIdentity.Verdict.TRUSTED;
        }
        HubIdentity.Verdict verdict = identity.check();
        if (verdict == HubIdentity.Verdict.TRUSTED) {
            trustedUntil = System.nanoTime() + TRUST_NANOS;
        }
        return verdict;
    }

    private <T> HubAnswer<T> answer(HttpCall.Reply response, BodyReader<T> reader) {
        OptionalInt version = version(response);
        int status = response.status();
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

    private static OptionalInt version(HttpCall.Reply response) {
        String text = response.header("X-Hapi-Protocol-Version").orElse("");
        return text.matches("\\d{1,6}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static String error(HttpCall.Reply response) {
        String otherwise = "Request failed with status code " + response.status();
        try {
            JsonNode body = Json.parse(response.body());
            return body.path("error").asString(otherwise);
        } catch (JsonSyntaxException e) {
            return otherwise;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case ProxyException proxy -> String.valueOf(proxy.getMessage());
            case SocketTimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ -> "connection refused";
            case SSLPeerUnverifiedException _ -> "its certificate is for another host";
            case SSLException tls ->
                    "TLS failed: %s (NODE_EXTRA_CA_CERTS can name a PEM file of further authorities)"
                            .formatted(tls.getMessage());
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
