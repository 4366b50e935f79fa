package hapi.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class DemoAgentTest {
    @TempDir Path folder;
    private PrintStream toAgent;
    private BufferedReader fromAgent;
    private Thread agent;
    private final List<JsonNode> seen = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        PipedInputStream in = new PipedInputStream(65536);
        toAgent = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8);
        PipedInputStream out = new PipedInputStream(65536);
        PrintStream agentOut =
                new PrintStream(new PipedOutputStream(out), true, StandardCharsets.UTF_8);
        fromAgent = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
        agent =
                Thread.ofPlatform()
                        .start(() -> {
                            DemoAgent.run(
                                    List.of("--permission-mode", "default"),
                                    in,
                                    agentOut,
                                    folder,
                                    Map.of("HOME", folder.toString()));
                            agentOut.close();
                        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        toAgent.close();
        agent.join(30_000);
        assertThat(agent.isAlive()).isFalse();
    }

    @Test
    void tourEditsForRealAndAsksBeforeItDoes() throws IOException {
        prompt("build me a page");

        List<String> asked = new ArrayList<>();
        for (JsonNode ask = nextAsk(); ask != null; ask = nextAsk()) {
            asked.add(ask.at("/request/tool_name").asString());
            answer(ask, Json.object().put("behavior", "allow"));
        }

        assertThat(asked).containsExactly("Write", "Edit", "Bash", "AskUserQuestion");
        assertThat(folder.resolve("index.html")).content().contains("Today at 12:30");
        assertThat(seen).anyMatch(line -> line.toString().contains("all checks passed"));
        assertThat(seen.getLast().path("subtype").asString()).isEqualTo("success");
    }

    @Test
    void refusedEditIsNotMadeAndTheReasonIsRepeated() throws IOException {
        prompt("build me a page");
        JsonNode ask = nextAsk();
        answer(ask, Json.object().put("behavior", "deny").put("message", "not today"));
        nextAsk();

        assertThat(folder.resolve("index.html")).doesNotExist();
        assertThat(seen.toString()).contains("because you told me: not today");
    }

    @Test
    void stopWhileItAsksTakesTheQuestionBack() throws IOException {
        prompt("run the tests");
        JsonNode ask = nextAsk();
        toAgent.println(
                """
                {"type":"control_request","request_id":"x","request":{"subtype":"interrupt"}}\
                """);
        nextAsk();

        assertThat(seen)
                .anyMatch(line ->
                        line.path("type").asString("").equals("control_cancel_request")
                                && line.path("request_id").equals(ask.path("request_id")));
        assertThat(seen.getLast().path("terminal_reason").asString()).startsWith("aborted");
    }

    @Test
    void whatItSaysCanBeGoneOnWith() throws IOException {
        prompt("what can you do?");
        nextAsk();
        String sessionId = seen.getLast().path("session_id").asString();

        Path transcripts =
                folder.resolve(".claude/projects/")
                        .resolve(folder.toString().replaceAll("[^A-Za-z0-9]", "-"));
        assertThat(Files.exists(transcripts.resolve(sessionId + ".jsonl"))).isTrue();
    }

    private void prompt(String text) {
        ObjectNode line = Json.object().put("type", "user");
        line.set("message", Json.object().put("role", "user").put("content", text));
        toAgent.println(line);
    }

    private void answer(JsonNode ask, ObjectNode behaviour) {
        behaviour.set("updatedInput", ask.at("/request/input"));
        ObjectNode response =
                Json.object()
                        .put("subtype", "success")
                        .put("request_id", ask.path("request_id").asString());
        response.set("response", behaviour);
        ObjectNode line = Json.object().put("type", "control_response");
        line.set("response", response);
        toAgent.println(line);
    }

    /// The next question, or null when the turn ends first.
    private @org.jspecify.annotations.Nullable JsonNode nextAsk() throws IOException {
        for (String line = fromAgent.readLine(); line != null; line = fromAgent.readLine()) {
            JsonNode read = Json.parse(line);
            seen.add(read);
            switch (read.path("type").asString("")) {
                case "control_request" -> {
                    return read;
                }
                case "result" -> {
                    return null;
                }
                default -> {}
            }
        }
        return null;
    }
}
