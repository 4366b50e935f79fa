package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.DecisionNote;
import hapi.protocol.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TranscriptWriterTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private final TranscriptWriter writer =
            new TranscriptWriter(clock, "/work", Optional.of("main"));

    @Test
    void entriesOfTheMainConversationFormOneChain() {
        writer.session("s1");
        JsonNode first = data(writer.assistant(text("u1", null)).getFirst());
        JsonNode second = data(writer.assistant(text("u2", null)).getFirst());

        assertThat(first.path("parentUuid").isNull()).isTrue();
        assertThat(second.path("parentUuid").asString()).isEqualTo("u1");
        assertThat(second.path("uuid").asString()).isEqualTo("u2");
        assertThat(second.path("sessionId").asString()).isEqualTo("s1");
        assertThat(second.path("isSidechain").asBoolean()).isFalse();
        assertThat(second.path("cwd").asString()).isEqualTo("/work");
        assertThat(second.path("gitBranch").asString()).isEqualTo("main");
        assertThat(second.path("timestamp").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(second.path("type").asString()).isEqualTo("assistant");
    }

    @Test
    void subAgentHasAChainOfItsOwnThatBeginsWithItsPrompt() {
        List<AgentEvent.Content> call =
                writer.assistant(toolUse("u1", "t1", "Task", "{\"prompt\":\"look around\"}"));
        JsonNode inside = data(writer.assistant(text("u2", "t1")).getFirst());

        JsonNode prompt = data(call.get(1));
        assertThat(prompt.path("message").path("content").asString()).isEqualTo("look around");
        assertThat(prompt.path("isSidechain").asBoolean()).isTrue();
        assertThat(prompt.path("parentUuid").isNull()).isTrue();
        assertThat(inside.path("isSidechain").asBoolean()).isTrue();
        assertThat(inside.path("parentToolUseId").asString()).isEqualTo("t1");
        assertThat(inside.path("parentUuid").asString()).isEqualTo(prompt.path("uuid").asString());
        assertThat(call.getFirst().startedCalls()).containsExactly("t1");
    }

    @Test
    void promptThatTheAgentRepeatsIsToldOnce() {
        writer.assistant(toolUse("u1", "t1", "Agent", "{\"prompt\":\"look around\"}"));
        ObjectNode repeated = Json.object().put("parent_tool_use_id", "t1");
        repeated.putObject("message")
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", "look around");

        assertThat(writer.user(repeated)).isEmpty();
        assertThat(writer.user(repeated)).isPresent();
    }

    @Test
    void resultOfADecidedCallSaysWhatWasDecided() {
        writer.assistant(toolUse("u1", "t1", "Bash", "{\"command\":\"ls\"}"));
        writer.decided("t1", true, new DecisionNote(7, "acceptEdits", List.of("Bash(ls)")));

        AgentEvent.Content content = writer.user(toolResult("t1")).orElseThrow();
        AgentEvent.Content again = writer.user(toolResult("t1")).orElseThrow();

        JsonNode permissions = block(content).path("permissions");
        assertThat(permissions.toString())
                .isEqualTo(
                        "{\"date\":7,\"result\":\"approved\",\"mode\":\"acceptEdits\","
                                + "\"allowedTools\":[\"Bash(ls)\"]}");
        assertThat(content.endedCalls()).containsExactly("t1");
        assertThat(block(again).has("permissions")).isFalse();
    }

    @Test
    void callsWithoutResultGetOneWhenTheProcessIsGone() {
        writer.assistant(toolUse("u1", "t1", "Bash", "{}"));
        writer.assistant(toolUse("u2", "t2", "Read", "{}"));
        writer.user(toolResult("t1"));

        List<AgentEvent.Content> made = writer.endOpenCalls();

        assertThat(made).hasSize(1);
        assertThat(block(made.getFirst()).path("tool_use_id").asString()).isEqualTo("t2");
        assertThat(block(made.getFirst()).path("is_error").asBoolean()).isTrue();
        assertThat(writer.endOpenCalls()).isEmpty();
    }

    @Test
    void turnDurationKeepsOnlyTheUsageThatIsShown() {
        ObjectNode result =
                object(
                        """
                        {"duration_ms":1500,"num_turns":2,"total_cost_usd":0.25,"usage":{"input_tokens":1,\
                        "output_tokens":2,"iterations":[]}}\
                        """);

        JsonNode entry = data(writer.turnDuration(result));

        assertThat(entry.path("subtype").asString()).isEqualTo("turn_duration");
        assertThat(entry.path("durationMs").asInt()).isEqualTo(1500);
        assertThat(entry.path("resultSummary").toString())
                .isEqualTo(
                        "{\"usage\":{\"input_tokens\":1,\"output_tokens\":2},"
                                + "\"total_cost_usd\":0.25,\"num_turns\":2,\"duration_ms\":1500}");
    }

    @Test
    void questionWithoutCallIdIsAboutTheNewestEqualCall() {
        writer.assistant(toolUse("u1", "t1", "Bash", "{\"command\":\"ls\"}"));
        writer.assistant(toolUse("u2", "t2", "Bash", "{\"command\":\"ls\"}"));
        writer.assistant(toolUse("u3", "t3", "Bash", "{\"command\":\"pwd\"}"));
        JsonNode input = Json.parse("{\"command\":\"ls\"}");

        assertThat(writer.findCall("Bash", input)).contains("t2");
        writer.asked("t2");
        assertThat(writer.findCall("Bash", input)).contains("t1");
        assertThat(writer.findCall("Read", input)).isEmpty();
    }

    @Test
    void systemNotesOfNoInterestAreNotShown() {
        assertThat(writer.note("hook_started", Json.object())).isEmpty();
        assertThat(writer.note("compact_boundary", Json.object())).isPresent();
    }

    private static JsonNode data(AgentEvent.Content content) {
        JsonNode read = content.content().read();
        assertThat(read.path("type").asString()).isEqualTo("output");
        return read.path("data");
    }

    private static JsonNode block(AgentEvent.Content content) {
        return data(content).path("message").path("content").path(0);
    }

    private static ObjectNode text(String uuid, @org.jspecify.annotations.Nullable String parent) {
        ObjectNode line =
                object(
                        """
                        {"type":"assistant","message":{"content":[{"type":"text","text":"hi"}]}}\
                        """);
        line.put("uuid", uuid);
        return parent == null
                ? line.putNull("parent_tool_use_id")
                : line.put("parent_tool_use_id", parent);
    }

    private static ObjectNode toolUse(String uuid, String id, String name, String input) {
        return object(
                """
                {"type":"assistant","uuid":"%s","message":{"content":[{"type":"tool_use","id":"%s",\
                "name":"%s","input":%s}]}}\
                """
                        .formatted(uuid, id, name, input));
    }

    private static ObjectNode toolResult(String id) {
        return object(
                """
                {"type":"user","message":{"role":"user","content":[{"type":"tool_result",\
                "tool_use_id":"%s","content":"ok"}]}}\
                """
                        .formatted(id));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json);
    }
}
