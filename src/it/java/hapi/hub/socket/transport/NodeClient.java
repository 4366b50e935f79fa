package hapi.hub.socket.transport;

import hapi.protocol.json.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// node's own Socket.IO client, version 4, in a process of its own. The package comes from npm,
/// once, into the cache folder of the tests.
final class NodeClient implements AutoCloseable {
    private static final String PACKAGE = "socket.io-client@4.8.1";

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> upgrade = new CompletableFuture<>();

    private NodeClient(Process process) {
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
    }

    static NodeClient start(SocketTestServer server, String token, String transports) {
        return start(server.uri("/cli").toString(), Map.of("token", token), transports);
    }

    static NodeClient start(String url, Map<String, ?> auth, String transports) {
        try {
            Path script = Files.createTempFile("node-client", ".cjs");
            try (InputStream in = NodeClient.class.getResourceAsStream("node-client.cjs")) {
                Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
            }
            return new NodeClient(
                    new ProcessBuilder(
                                    "node",
                                    script.toString(),
                                    modules().toString(),
                                    url,
                                    Json.write(auth),
                                    transports)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path modules() throws IOException, InterruptedException {
        String configured = System.getenv().getOrDefault("HAPI_TEST_CACHE", "");
        Path cache =
                configured.isEmpty()
                        ? Path.of(System.getenv("HOME"), ".cache", "hapi-test")
                        : Path.of(configured);
        Path folder = Files.createDirectories(cache.resolve("socketio-client"));
        try (RandomAccessFile file =
                        new RandomAccessFile(folder.resolve("install.lock").toFile(), "rw");
                var _ = file.getChannel().lock()) {
            Path done = folder.resolve("installed-" + PACKAGE.replace('@', '-'));
            if (!Files.exists(done)) {
                install(folder);
                Files.createFile(done);
            }
        }
        return folder.resolve("node_modules");
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("npm.log");
        Process npm =
                new ProcessBuilder(
                                "npm",
                                "install",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--prefix",
                                folder.toString(),
                                PACKAGE)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new AssertionError(
                    "npm could not install " + PACKAGE + ", which this test needs; see " + log);
        }
    }

    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("[\"upgrade\"")) {
                    // It may come before or after anything else.
                    upgrade.complete(line);
                } else {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
    }

    /// What the client says next, as JSON text.
    String next() {
        try {
            String line = said.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the node client says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for it to be connected, once more or for the first time.
    void nextConnect() {
        String opened = next();
        String connected = next();
        if (!opened.startsWith("[\"open\"") || !connected.equals("[\"connect\"]")) {
            throw new AssertionError("not connected but " + opened + " " + connected);
        }
    }

    String awaitUpgrade() {
        return upgrade.orTimeout(20, TimeUnit.SECONDS).join();
    }

    void emit(String event, List<?> arguments, boolean ack) {
        command(Map.of("event", event, "args", arguments, "ack", ack));
    }

    /// Emits so many events, numbered from 0.
    void emitNumbers(String event, int count) {
        command(Map.of("event", event, "count", count));
    }

    private void command(Map<String, ?> command) {
        try {
            commands.write(Json.write(command));
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
