package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineReducerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-remote",
                "claude-subagents",
                "claude-events",
                "claude-tasks",
                "codex",
                "acp",
                "gemini",
                "queue"
            })
    void traceGivesItsGoldenBlocks(String name) {
        Timeline timeline = TimelineReducer.rebuild(Traces.read(name));

        assertThat(TimelineDump.of(timeline)).isEqualTo(Traces.text(name + ".blocks.txt"));
    }

    @Test
    void questionBeforeItsCallIsOneBlockAllAlong() {
        TimelineInput question =
                line(
                        """
                        {"agentState":{"requests":{"t1":{"tool":"Bash","arguments":{"command":"ls"},"createdAt":5000}}}}
                        """);
        TimelineInput call =
                line(
                        """
                        {"id":"a","seq":1,"createdAt":4000,"invokedAt":4000,"content":{"role":"agent","content":{"type":"output","data":
                          {"type":"assistant","uuid":"u","message":{"content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}}}}
                        """);

        var asked = TimelineReducer.reduce(Timeline.empty(), question);
        var called = TimelineReducer.reduce(asked.timeline(), call);

        assertThat(asked.delta().added()).containsExactly("tool-t1");
        assertThat(asked.timeline().openRequests())
                .singleElement()
                .satisfies(block -> assertThat(block.call().name()).isEqualTo("Bash"));
        assertThat(called.delta().added()).isEmpty();
        assertThat(called.delta().changed()).containsExactly("tool-t1");
        assertThat(called.delta().moved()).containsExactly("tool-t1");
        assertThat(called.timeline().blocks()).hasSize(1);
    }

    @Test
    void answerOfACallOnAnUnloadedPageIsNotShownUntilThePageIs() {
        TimelineInput state =
                line(
                        """
                        {"agentState":{"completedRequests":{"old":{"tool":"Bash","arguments":{},"createdAt":1000,"completedAt":1100,"status":"approved"}}}}
                        """);
        Timeline newest = TimelineReducer.rebuild(List.of(state, prompt("b", 2, 2000, "later")));

        var step = TimelineReducer.reduce(newest, prompt("a", 1, 900, "before"));

        assertThat(newest.blocks()).extracting(ChatBlock::id).containsExactly("m-b-0");
        assertThat(step.delta().added()).containsExactly("m-a-0", "tool-old");
    }

    @Test
    void promptMovesToItsPlaceWhenTheAgentTakesIt() {
        Timeline waiting =
                TimelineReducer.rebuild(
                        List.of(
                                line(
                                        """
                                        {"id":"q","seq":1,"localId":"l1","createdAt":1000,"invokedAt":null,"content":{"role":"user","content":{"type":"text","text":"next"}}}
                                        """),
                                prompt("b", 2, 2000, "other")));

        var step = TimelineReducer.reduce(waiting, new TimelineInput.Invoked(List.of("l1"), 3000));

        assertThat(waiting.queued()).extracting(ChatBlock.UserText::text).containsExactly("next");
        assertThat(step.timeline().queued()).isEmpty();
        assertThat(step.timeline().blocks())
                .extracting(ChatBlock::id)
                .containsExactly("m-b-0", "m-q-0");
        assertThat(step.delta().moved()).containsExactly("m-q-0");
    }

    @Test
    void equalStepsInARowAreNoChange() {
        List<TimelineInput> trace = Traces.read("claude-remote");
        Timeline timeline = TimelineReducer.rebuild(trace);
        TimelineInput state =
                trace.stream()
                        .filter(TimelineInput.AgentStateSeen.class::isInstance)
                        .reduce((_, last) -> last)
                        .orElseThrow();

        assertThat(TimelineReducer.reduce(timeline, trace.getFirst()).delta())
                .isEqualTo(TimelineDelta.NONE);
        assertThat(TimelineReducer.reduce(timeline, state).delta()).isEqualTo(TimelineDelta.NONE);
    }

    @Test
    void agentStateOfAnyShapeIsTakenWithoutHarm() {
        List<String> states =
                List.of(
                        "null",
                        "[]",
                        "7",
                        "{\"requests\":[]}",
                        "{\"requests\":{\"a\":null,\"b\":4},\"completedRequests\":\"x\"}",
                        "{\"requests\":{\"\":{}}}",
                        "not json");

        Timeline timeline = Timeline.empty();
        for (String state : states) {
            timeline =
                    TimelineReducer.reduce(
                                    timeline,
                                    new TimelineInput.AgentStateSeen(
                                            hapi.protocol.json.RawJson.trusted(state)))
                            .timeline();
        }

        assertThat(timeline.blocks()).isEmpty();
    }

    @Test
    void callsThatNameEachOtherAsParentStillShow() {
        Timeline timeline =
                TimelineReducer.rebuild(
                        List.of(
                                nestedCall("a", 1, "t1", "t2"),
                                nestedCall("b", 2, "t2", "t1"),
                                nestedCall("c", 3, "t3", "t3")));

        assertThat(timeline.blocks())
                .extracting(ChatBlock::id)
                .containsExactly("tool-t1", "tool-t3");
        assertThat(((ChatBlock.ToolCallBlock) timeline.blocks().getFirst()).children())
                .extracting(ChatBlock::id)
                .containsExactly("tool-t2");
    }

    @Test
    void subAgentsThousandsDeepAreDrawnFlatAndDoNotOverflow() {
        Timeline timeline = Timeline.empty();
        List<TimelineInput> inputs = new java.util.ArrayList<>();
        for (int i = 1; i <= 3000; i++) {
            inputs.add(nestedCall("m" + i, i, "t" + i, "t" + (i - 1)));
        }

        timeline = TimelineReducer.reduce(timeline, inputs).timeline();

        assertThat(timeline.blocks()).hasSize(1);
        assertThat(count(timeline.blocks())).isEqualTo(3001);
    }

    private static int count(List<ChatBlock> blocks) {
        int count = 0;
        for (ChatBlock block : blocks) {
            count++;
            if (block instanceof ChatBlock.ToolCallBlock tool) {
                count += count(tool.children());
            }
        }
        return count;
    }

    private static TimelineInput nestedCall(String id, int seq, String call, String parent) {
        return line(
                """
                {"id":"%s","seq":%d,"createdAt":%d,"invokedAt":%d,"content":{"role":"agent","content":{"type":"output","data":
                  {"type":"assistant","uuid":"u%s","isSidechain":true,"parentToolUseId":"%s","message":{"content":[{"type":"tool_use","id":"%s","name":"Task","input":{}}]}}}}}
                """
                        .formatted(id, seq, seq * 1000, seq * 1000, id, parent, call));
    }

    private static TimelineInput prompt(String id, int seq, long at, String text) {
        return line(
                """
                {"id":"%s","seq":%d,"createdAt":%d,"invokedAt":%d,"content":{"role":"user","content":{"type":"text","text":"%s"}}}
                """
                        .formatted(id, seq, at, at, text));
    }

    private static TimelineInput line(String json) {
        return Traces.input(hapi.protocol.json.Json.parse(json));
    }
}
