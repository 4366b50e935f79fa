package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The largest files that may be uploaded, through a hub with the heap of the launcher.
@Tag("full")
class UploadMemoryIT {
    private static final int FILE_BYTES = 50 * 1024 * 1024;

    /// 50 MiB are no multiple of three bytes: two padding characters would make it one too many.
    private static final int CONTENT_CHARS = FILE_BYTES / 3 * 4;

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @RegisterExtension final Stage stage = new Stage();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void fourOfTheLargestFilesAtOnceArriveWholeOrAreToldToComeLater() throws Exception {
        HubProcess hub =
                HubProcess.start(stage, Edition.OURS, Map.of("JDK_JAVA_OPTIONS", "-Xmx512m"));
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(Process.connect(http, hub));
        }
        byte[] body = body();

        List<CompletableFuture<HttpResponse<String>>> uploads =
                Stream.concat(processes.stream(), Stream.of(processes.getFirst()))
                        .map(it -> upload(hub, it.id, body))
                        .toList();
        int arrived = 0;
        for (CompletableFuture<HttpResponse<String>> upload : uploads) {
            HttpResponse<String> answer = upload.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
            if (answer.statusCode() == 200) {
                arrived++;
            } else {
                assertThat(answer.body()).contains("uploads_busy");
            }
        }

        assertThat(arrived).isGreaterThanOrEqualTo(2);
        assertThat(processes.stream().flatMap(it -> it.contents.stream()).toList())
                .hasSize(arrived)
                .containsOnly(CONTENT_CHARS);
        assertThat(
                        upload(hub, processes.getLast().id, body)
                                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .statusCode())
                .isEqualTo(200);
        assertThat(hub.program().log()).doesNotContain("OutOfMemory");
    }

    private static byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(CONTENT_CHARS + 100);
        body.writeBytes("{\"filename\":\"f\",\"content\":\"".getBytes(StandardCharsets.UTF_8));
        byte[] block = "QUJD".repeat(1024).getBytes(StandardCharsets.UTF_8);
        for (int left = CONTENT_CHARS; left > 0; left -= block.length) {
            body.write(block, 0, Math.min(left, block.length));
        }
        body.writeBytes("\",\"mimeType\":\"video/mp4\"}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private CompletableFuture<HttpResponse<String>> upload(HubProcess hub, String id, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(hub.url().resolve("/api/sessions/" + id + "/upload"))
                        .header("Authorization", "Bearer " + hub.client().signIn())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /// A session's process that counts the characters of a content and keeps none of them, and so
    /// needs no memory of its own.
    private static final class Process implements WebSocket.Listener {
        private static final String MARK = "\\\"content\\\":\\\"";

        final String id;
        final List<Integer> contents = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Boolean> admitted = new CompletableFuture<>();
        private final StringBuilder start = new StringBuilder();
        private int characters;

        private Process(String id) {
            this.id = id;
        }

        static Process connect(HttpClient http, HubProcess hub) throws Exception {
            Process process = new Process(PlayedProcess.newSession(hub, "{}"));
            URI url =
                    URI.create(
                            "ws"
                                    + hub.url().toString().substring(4)
                                    + "/socket.io/?EIO=4&transport=websocket");
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(url, process)
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            socket.sendText(
                            "40/cli,"
                                    + Json.object()
                                            .put("token", hub.token())
                                            .put("sessionId", process.id),
                            true)
                    .join();
            assertThat(process.admitted.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            socket.sendText(
                            "42/cli,[\"rpc-register\",{\"method\":\"%s:uploadFile\"}]"
                                    .formatted(process.id),
                            true)
                    .join();
            socket.sendText(
                            "42/cli,[\"session-alive\",{\"sid\":\"%s\",\"time\":%d}]"
                                    .formatted(process.id, System.currentTimeMillis()),
                            true)
                    .join();
            await().until(() -> hub.client().session(process.id).path("active").asBoolean());
            return process;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            characters += data.length();
            if (start.length() < 1000) {
                start.append(data, 0, Math.min(data.length(), 1000));
            }
            if (last) {
                take(socket, start.toString());
                start.setLength(0);
                characters = 0;
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(WebSocket socket, String packet) {
            if (packet.equals("2")) {
                socket.sendText("3", true);
            } else if (packet.startsWith("40/cli,")) {
                admitted.complete(true);
            } else if (packet.contains("\"rpc-request\"")) {
                int end = "\\\",\\\"mimeType\\\":\\\"video/mp4\\\"}\"}]".length();
                contents.add(characters - packet.indexOf(MARK) - MARK.length() - end);
                String ack = packet.substring("42/cli,".length(), packet.indexOf('['));
                socket.sendText("43/cli," + ack + "[\"{\\\"success\\\":true}\"]", true);
            }
        }
    }
}
