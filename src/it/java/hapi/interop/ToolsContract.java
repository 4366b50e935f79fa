package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SocketPeer;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands beside the chat of a real session, whoever made the command line and the hub: files,
/// git, a shell, a restart of the hub in the middle. One session for all tests.
@TestInstance(Lifecycle.PER_CLASS)
abstract class ToolsContract {
    private static final Duration START = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = Stage.shared();

    private HubProcess hub;
    private Path project;
    private SteeredSession session;
    private String machine;

    abstract Edition cliEdition();

    abstract Edition hubEdition();

    @BeforeAll
    void startSession() throws IOException, InterruptedException {
        hub = HubProcess.start(stage, hubEdition());
        HapiCli cli = HapiCli.of(stage, cliEdition(), hub);
        cli.runner();
        machine = hub.client().awaitMachine(START);
        project = stage.folder("tools");
        Files.writeString(project.resolve("a.txt"), "one\ntwo\n");
        for (String[] arguments :
                new String[][] {
                    {"init", "-q"},
                    {"add", "."},
                    {"-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "first"}
                }) {
            git(arguments);
        }
        session = hub.client().spawnActive(machine, project, "claude");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder git = new ProcessBuilder("git").directory(project.toFile());
        git.command().addAll(java.util.List.of(arguments));
        assertThat(git.inheritIO().start().waitFor()).isZero();
    }

    private JsonNode get(String path) {
        return hub.client().get("/api/sessions/" + session.id() + path).ok();
    }

    @Test
    void filesAndChangesOfTheProjectAreRead() throws IOException {
        Files.writeString(project.resolve("a.txt"), "one\nthree\n");
        Files.writeString(project.resolve("b name.txt"), "new");

        JsonNode file = get("/file?path=a.txt");
        JsonNode list = get("/directory?path=");
        JsonNode outside =
                get("/file?path=" + URLEncoder.encode("../../etc/passwd", StandardCharsets.UTF_8));

        assertThat(new String(Base64.getDecoder().decode(file.path("content").asString())))
                .isEqualTo("one\nthree\n");
        assertThat(list.path("entries").valueStream().map(it -> it.path("name").asString()))
                .contains("a.txt", "b name.txt");
        assertThat(get("/git-status").path("stdout").asString()).contains("a.txt", "? b name.txt");
        assertThat(get("/git-diff-numstat").path("stdout").asString()).contains("1\t1\ta.txt");
        assertThat(get("/git-diff-file?path=a.txt").path("stdout").asString())
                .contains("-two", "+three");
        assertThat(get("/files?query=b").toString()).contains("b name.txt");
        assertThat(outside.path("success").asBoolean(true)).isFalse();
        assertThat(outside.has("content")).isFalse();
    }

    @Test
    void shellRunsCommandsSurvivesAReloadAndEnds() {
        SocketPeer browser = browser();
        browser.emit("terminal:create", size("t1", 80));
        browser.await("terminal:ready", it -> true);

        type(browser, "t1", "echo sum-$((20+22)); pwd\r");
        awaitOutput(browser, "t1", "sum-42");
        awaitOutput(browser, "t1", project.getFileName().toString());
        browser.emit("terminal:resize", size("t1", 133));
        type(browser, "t1", "stty size\r");
        awaitOutput(browser, "t1", " 133");
        browser.close();
        SocketPeer reloaded = browser();
        reloaded.emit("terminal:create", size("t1", 133));
        awaitOutput(reloaded, "t1", "sum-42");
        type(reloaded, "t1", "echo again-$((1+1))\r");
        awaitOutput(reloaded, "t1", "again-2");
        type(reloaded, "t1", "exit\r");

        // The published command line calls the end of a shell an error.
        await("the end of the shell")
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        reloaded.events().stream()
                                .anyMatch(it ->
                                        it.name().equals("terminal:exit")
                                                || it.name().equals("terminal:error")));
    }

    @Test
    void shellKnowsNoSecretOfTheHub() {
        SocketPeer browser = browser();
        browser.emit("terminal:create", size("env", 200));
        browser.await("terminal:ready", it -> true);

        type(browser, "env", "env; echo done-$((3+4))\r");

        awaitOutput(browser, "env", "done-7");
        assertThat(output(browser, "env")).doesNotContain(hub.token());
    }

    @Test
    void sessionAndItsToolsComeBackAfterARestartOfTheHub() {
        SocketPeer before = browser();
        before.emit("terminal:create", size("t2", 80));
        before.await("terminal:ready", it -> true);
        session.send("before the restart");
        session.awaitLine("agent: I got: before the restart");

        hub.stop();
        hub.restart();

        session.awaitActive();
        session.deliver("after the restart");
        session.awaitLine("agent: I got: after the restart");
        assertThat(get("/file?path=a.txt").path("success").asBoolean()).isTrue();
        SocketPeer browser = browser();
        browser.emit("terminal:create", size("t3", 80));
        browser.await("terminal:ready", it -> true);
        type(browser, "t3", "echo back-$((5+6))\r");
        awaitOutput(browser, "t3", "back-11");
        hub.client().awaitMachine(START);
    }

    @Test
    void spawnedSessionIsArchived() {
        SteeredSession passing = hub.client().spawnActive(machine, stage.folder("gone"), "claude");

        passing.archive().ok();

        passing.awaitInactive();
        assertThat(passing.state().at("/metadata/lifecycleState").asString()).isEqualTo("archived");
        assertThat(passing.send("too late", "local-late").status()).isEqualTo(409);
    }

    private SocketPeer browser() {
        SocketPeer browser = stage.keep(SocketPeer.terminal(hub.url(), hub.client().signIn()));
        assertThat(browser.outcome()).isEqualTo("connected");
        return browser;
    }

    private ObjectNode size(String terminal, int cols) {
        return Json.object()
                .put("sessionId", session.id())
                .put("terminalId", terminal)
                .put("cols", cols)
                .put("rows", 24);
    }

    private static void type(SocketPeer browser, String terminal, String keys) {
        browser.emit("terminal:write", Json.object().put("terminalId", terminal).put("data", keys));
    }

    private static void awaitOutput(SocketPeer browser, String terminal, String words) {
        await("\"%s\" on the screen".formatted(words))
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output(browser, terminal), shown -> shown.contains(words));
    }

    private static String output(SocketPeer browser, String terminal) {
        StringBuilder output = new StringBuilder();
        for (SocketPeer.Event event : browser.events()) {
            if (event.name().equals("terminal:output")
                    && event.data().path("terminalId").asString().equals(terminal)) {
                output.append(event.data().path("data").asString());
            }
        }
        return output.toString();
    }
}
