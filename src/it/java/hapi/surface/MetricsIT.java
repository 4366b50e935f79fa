package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Numbers for Prometheus on their own port of this host, and nowhere else.
class MetricsIT {
    @RegisterExtension static final Stage stage = Stage.shared();

    @Test
    void numbersAreOnTheirOwnPortOnly() throws IOException {
        int port = Stage.freePort();
        HubProcess hub =
                HubProcess.start(
                        stage, Edition.OURS, Map.of("HAPI_METRICS_PORT", String.valueOf(port)));
        hub.client().sessions();

        String answer = get(port, "127.0.0.1:" + port, "/metrics");

        assertThat(answer)
                .contains(" 200 ")
                .contains("hapi_lane_waiting")
                .contains("hapi_open{kind=\"socket\"}")
                .contains("hapi_requests_seconds_count{kind=\"api\"")
                .contains("jvm_memory_used_bytes")
                .doesNotContain(hub.token());
        assertThat(get(port, "evil.test", "/metrics")).contains(" 421 ").doesNotContain("hapi_");
        assertThat(get(hub.url().getPort(), "127.0.0.1", "/metrics")).doesNotContain("hapi_lane");
        assertThat(get(hub.url().getPort(), "127.0.0.1", "/actuator")).doesNotContain("_links");
        hub.stop();
    }

    private static String get(int port, String host, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, host)
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
