package hapi.cli.hub;

import hapi.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A hub on node's own Socket.IO server, from `loopback-hub.cjs`; killable and restartable on its
/// port. The server package comes from npm, once, into the cache folder of the tests.
public final class LoopbackHub implements AutoCloseable {
    private static final String SERVER = "socket.io@4.8.1";
    private final Path folder;
    private final boolean acknowledges;
    private final int port;
    private final Map<String, String> environment;
    private HttpClient http = client();
    private Process process;

    private LoopbackHub(Path folder, boolean acknowledges, Map<String, String> environment)
            throws IOException {
        this.folder = folder;
        this.acknowledges = acknowledges;
        this.environment = environment;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    public static LoopbackHub start(Path folder, boolean acknowledges) throws Exception {
        return start(folder, acknowledges, Map.of());
    }

    public static LoopbackHub start(
            Path folder, boolean acknowledges, Map<String, String> environment) throws Exception {
        LoopbackHub hub = new LoopbackHub(folder, acknowledges, environment);
        hub.start();
        return hub;
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    public HubAccess access() {
        return new HubAccess(URI.create("http://127.0.0.1:" + port), "secret");
    }

    public void start() throws Exception {
        // A connection that was kept alive to the killed process must not get the next question.
        http.shutdownNow();
        http = client();
        Path script = folder.resolve("loopback-hub.cjs");
        try (var in = LoopbackHub.class.getResourceAsStream("loopback-hub.cjs")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.add(modules().toString());
        command.add(Integer.toString(port));
        command.add(folder.resolve("store.json").toString());
        command.add(Boolean.toString(acknowledges));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("hub.err").toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(out.readLine())) {
            throw new IllegalStateException(
                    "loopback hub did not start: " + Files.readString(folder.resolve("hub.err")));
        }
    }

    /// SIGKILL: sockets just break.
    public void kill() throws Exception {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    public JsonNode state() {
        return control("state", Json.object());
    }

    public JsonNode control(String name, JsonNode body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ctl/" + name))
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            return Json.parse(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        kill();
        http.shutdownNow();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static Path modules() throws Exception {
        String configured = System.getenv("HAPI_TEST_CACHE");
        Path cache =
                configured == null || configured.isEmpty()
                        ? Path.of(System.getenv("HOME"), ".cache", "hapi-test")
                        : Path.of(configured);
        Path folder = Files.createDirectories(cache.resolve("socketio"));
        try (RandomAccessFile file =
                        new RandomAccessFile(folder.resolve("install.lock").toFile(), "rw");
                var _ = file.getChannel().lock()) {
            Path done = folder.resolve("installed-" + SERVER);
            if (!Files.exists(done)) {
                Process npm =
                        new ProcessBuilder(
                                        "npm",
                                        "install",
                                        "--ignore-scripts",
                                        "--no-audit",
                                        "--no-fund",
                                        "--prefix",
                                        folder.toString(),
                                        SERVER)
                                .redirectErrorStream(true)
                                .start();
                String output =
                        new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (npm.waitFor() != 0) {
                    throw new IllegalStateException(
                            "npm could not install " + SERVER + ", these tests need it: " + output);
                }
                Files.createFile(done);
            }
        }
        return folder;
    }
}
