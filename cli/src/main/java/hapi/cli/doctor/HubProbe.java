package hapi.cli.doctor;

import hapi.cli.hub.HubAccess;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Single questions to whatever listens at the hub's address, with the answer as it came: headers,
/// status and the kind of silence are what a diagnosis is made of.
final class HubProbe {
    private final HubAccess access;
    private final HttpClient http;
    private final Duration limit;

    HubProbe(HubAccess access, HttpClient http, Duration limit) {
        this.access = access;
        this.http = http;
        this.limit = limit;
    }

    HubAccess access() {
        return access;
    }

    sealed interface Answer {
        record Response(int status, String body, HttpResponse<?> head) implements Answer {
            String header(String name) {
                return head.headers().firstValue(name).orElse("");
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
        return send(request(path).GET());
    }

    Answer getAsOwner(String path) {
        return send(request(path).header("Authorization", "Bearer " + access.token()).GET());
    }

    /// Exchanges the access token as a page does.
    Answer signIn() {
        String body = Json.write(Json.object().put("accessToken", access.token()));
        return send(
                request("/api/auth")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Opens a websocket and has one frame go each way. Null when that works, else the reason.
    @Nullable String websocketFailure() {
        Frames frames = new Frames(Json.write(Json.object().put("token", access.token())));
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(limit);
        access.extraHeaders().forEach(builder::header);
        CompletableFuture<WebSocket> opened = builder.buildAsync(access.socket(), frames);
        opened.whenComplete((_, failure) -> frames.failed(failure));
        try {
            frames.done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            return opened.isDone()
                    ? "the connection opened, but no frame came through within %d s"
                            .formatted(limit.toSeconds())
                    : "the upgrade was not answered";
        } catch (ExecutionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refusal
                    ? refusedUpgrade(refusal)
                    : String.valueOf(e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            opened.thenAccept(WebSocket::abort);
        }
    }

    private static String refusedUpgrade(WebSocketHandshakeException e) {
        return e.getResponse() == null
                ? "the upgrade was refused"
                : "the upgrade was answered with HTTP " + e.getResponse().statusCode();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(access.rest(path)).timeout(limit);
        access.extraHeaders().forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer.Response(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            return new Answer.Silence(kind(e), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silence(Kind.BROKEN, "interrupted");
        }
    }

    private static Kind kind(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return Kind.UNKNOWN_HOST;
            }
            if (cause instanceof SSLException) {
                return Kind.TLS;
            }
            if (cause instanceof HttpTimeoutException) {
                return Kind.TIMED_OUT;
            }
        }
        return e instanceof ConnectException ? Kind.REFUSED : Kind.BROKEN;
    }

    /// Done when the hub has opened the conversation and answered one frame of ours.
    private static final class Frames implements WebSocket.Listener {
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final String auth;

        Frames(String auth) {
            this.auth = auth;
        }

        void failed(@Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(
                        failure.getCause() == null ? failure : failure.getCause());
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frame(socket, text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void frame(WebSocket socket, String frame) {
            if (frame.startsWith("0")) {
                socket.sendText("40/cli," + auth, true);
            } else if (frame.startsWith("4")) {
                done.complete(true);
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket socket, int statusCode, String reason) {
            done.completeExceptionally(
                    new IOException(
                            "the connection was closed at once (%d)".formatted(statusCode)));
            return null;
        }
    }
}
