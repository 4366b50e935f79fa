package hapi.cli.doctor;

import hapi.cli.hub.HubAccess;
import hapi.cli.net.HttpCall;
import hapi.cli.net.ProxyException;
import hapi.cli.net.WebSocketStream;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Single questions to whatever listens at the hub's address, with the answer as it came: headers,
/// status and the kind of silence are what a diagnosis is made of.
final class HubProbe {
    private final HubAccess access;
    private final Duration limit;

    HubProbe(HubAccess access, Duration limit) {
        this.access = access;
        this.limit = limit;
    }

    HubAccess access() {
        return access;
    }

    sealed interface Answer {
        record Response(int status, String body, HttpCall.Reply head) implements Answer {
            String header(String name) {
                return head.header(name).orElse("");
            }
        }

        record Silence(Kind kind, String reason) implements Answer {}
    }

    enum Kind {
        UNKNOWN_HOST,
        REFUSED,
        TIMED_OUT,
        TLS,
        BROKEN
    }

    Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    Answer getAsOwner(String path) {
        return send("GET", path, Map.of("Authorization", "Bearer " + access.token()), "");
    }

    /// Exchanges the access token as a page does.
    Answer signIn() {
        String body = Json.write(Json.object().put("accessToken", access.token()));
        return send("POST", "/api/auth", Map.of("Content-Type", "application/json"), body);
    }

    /// Opens a websocket and has one frame go each way. Null when that works, else the reason.
    @Nullable String websocketFailure() {
        WebSocketStream opened;
        try {
            opened =
                    WebSocketStream.open(
                            access.network(), access.socket(), access.extraHeaders(), limit);
        } catch (SocketTimeoutException e) {
            return "the upgrade was not answered";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        try {
            opened.readLimit(limit);
            String auth = Json.write(Json.object().put("token", access.token()));
            for (Optional<String> frame = opened.read(); frame.isPresent(); frame = opened.read()) {
                if (frame.get().startsWith("0")) {
                    opened.send("40/cli," + auth);
                } else if (frame.get().startsWith("4")) {
                    return null;
                }
            }
            return "the connection was closed at once";
        } catch (SocketTimeoutException e) {
            return "the connection opened, but no frame came through within %d s"
                    .formatted(limit.toSeconds());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } finally {
            opened.cut();
        }
    }

    private Answer send(String method, String path, Map<String, String> more, String body) {
        Map<String, String> headers = new HashMap<>(access.extraHeaders());
        headers.putAll(more);
        try {
            HttpCall.Reply reply =
                    new HttpCall(method, access.rest(path), headers, body)
                            .send(access.network(), limit);
            return new Answer.Response(reply.status(), reply.body(), reply);
        } catch (IOException e) {
            return new Answer.Silence(kind(e), String.valueOf(e.getMessage()));
        }
    }

    private static Kind kind(IOException e) {
        return switch (e) {
            case ProxyException _ -> Kind.BROKEN;
            case UnknownHostException _ -> Kind.UNKNOWN_HOST;
            case SSLException _ -> Kind.TLS;
            case SocketTimeoutException _ -> Kind.TIMED_OUT;
            case ConnectException _ -> Kind.REFUSED;
            default -> Kind.BROKEN;
        };
    }
}
