package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Row 36: another user of the same machine, who sees the list of processes and the modes of files,
/// and who may listen on a port before the hub does. Hub, runner, session and agent are processes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalAttackerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rwx------");

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;
    private Path project;
    private SteeredSession session;

    @BeforeAll
    void startEverything() throws IOException {
        hub = HubProcess.start(stage, Edition.OURS);
        widen(hub.home());
        project = stage.folder("project");
        start("session", "claude", "--hapi-starting-mode", "remote");
        session = hub.client().awaitSessionIn(project, LIMIT);
        session.send("what can you do");
        session.awaitLine("scripted agent");
    }

    @Test
    @Order(1)
    @DisplayName(
            "row 36: nobody else may enter the home or read a file in it, whatever it was before")
    void homeIsItsOwnersAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(hub.home())).isEqualTo(OWNER);
        try (Stream<Path> files = Files.list(hub.home())) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(OWNER).containsAll(Files.getPosixFilePermissions(file)));
        }
        for (String folder : List.of("logs", "outbox")) {
            assertThat(Files.getPosixFilePermissions(hub.home().resolve(folder)))
                    .as(folder)
                    .isEqualTo(OWNER);
        }
    }

    @Test
    @Order(2)
    @DisplayName("row 36: no secret is among the arguments of any process")
    void noArgumentIsASecret() throws IOException {
        Map<String, String> secrets = new TreeMap<>(Map.of("access token", hub.token()));
        for (String name : List.of("hub-proof.json", "jwt-secret.json", "runner.state.json")) {
            Path file = hub.home().resolve(name);
            if (Files.exists(file)) {
                JsonNode content = Json.parse(Files.readString(file));
                content.properties().stream()
                        .filter(entry -> entry.getKey().toLowerCase().contains("secret"))
                        .forEach(entry -> secrets.put(name, entry.getValue().asString()));
            }
        }

        List<String> ours =
                ProcessHandle.allProcesses()
                        .map(LocalAttackerIT::arguments)
                        .filter(line -> line.contains("hapi") || line.contains("demo-agent"))
                        .toList();

        assertThat(secrets).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ours).hasSizeGreaterThanOrEqualTo(3);
        secrets.forEach((name, secret) ->
                assertThat(ours).as(name).noneMatch(line -> line.contains(secret)));
        assertThat(ours)
                .as("the path of the session's tool server")
                .noneMatch(line -> line.matches("(?s).*/mcp/[0-9a-f-]{36}.*"));
    }

    @Test
    @Order(3)
    @DisplayName("row 36: temporary files are private")
    void temporaryFilesArePrivate() throws IOException {
        String me = System.getProperty("user.name");
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> ours =
                    files.filter(file -> file.getFileName().toString().startsWith("hapi"))
                            .filter(file -> isOwnedBy(file, me))
                            .toList();

            assertThat(ours).allSatisfy(file -> assertThat(OWNER).containsAll(rights(file)));
        }
    }

    @Test
    @Order(4)
    @DisplayName("row 36: who listens on the hub's port before the hub does never gets the token")
    void squatterGetsNoToken() throws Exception {
        int port = hub.url().getPort();
        hub.kill();
        try (Squatter squatter = new Squatter(port)) {
            Program late = start("late", "claude", "--hapi-starting-mode", "remote");
            int asked = squatter.received().size();

            await("the refusal").atMost(LIMIT).until(() -> !late.isRunning());
            await("runner and session asking again")
                    .atMost(LIMIT)
                    .until(() -> squatter.received().size() >= asked + 4);

            assertThat(late.log())
                    .contains("is not the hub of this home")
                    .contains("HAPI_HUB_PROOF=off");
            assertThat(squatter.received())
                    .allSatisfy(request ->
                            assertThat(request)
                                    .startsWith("GET /health?nonce=")
                                    .doesNotContain(hub.token())
                                    .doesNotContainIgnoringCase("authorization"));
        }

        hub.restart();

        session.awaitActive();
        session.send("what else can you do");
        session.awaitReady(2);
    }

    /// As an administrator who copied the home, or an old release, may leave it.
    private static void widen(Path home) throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("settings.json", "hub-proof.json")) {
            Files.setPosixFilePermissions(
                    home.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private Program start(String name, String... arguments) {
        Map<String, String> environment =
                Map.of(
                        "HAPI_HOME",
                        hub.home().toString(),
                        "HAPI_LISTEN_PORT",
                        Integer.toString(hub.url().getPort()),
                        "HAPI_CLAUDE_PATH",
                        agent().toString());
        return stage.start(name, Edition.OURS.command(arguments), project, environment);
    }

    /// The demo's agent in the place of Claude Code.
    private static Path agent() {
        Path script = stage.folder("agent").resolve("claude");
        String command =
                Edition.OURS.command("demo-agent").stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        try {
            Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
            Files.setPosixFilePermissions(
                    script,
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script;
    }

    private static String arguments(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // It ended, or belongs to somebody else.
        }
    }

    private static Set<PosixFilePermission> rights(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (NoSuchFileException e) {
            return Set.of(); // It went away.
        }
    }

    private static boolean isOwnedBy(Path file, String user) {
        try {
            return Files.getOwner(file).getName().equals(user);
        } catch (IOException e) {
            return false; // It went away.
        }
    }
}
