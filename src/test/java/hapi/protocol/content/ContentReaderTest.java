package hapi.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {
    private static final String PROMPT =
            "{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"count the pears\"},"
                    + "\"meta\":{\"sentFrom\":\"webapp\",\"deliveryMode\":\"queue\"}}";

    @Test
    void promptKeepsTextSenderAndFiles() {
        Content content =
                read(
                        """
                        {"role":"user","content":{"type":"text","text":"look","attachments":[
                          {"id":"f1","filename":"pear.png","mimeType":"image/png","size":12,"path":"/tmp/pear.png"},
                          {"id":7,"filename":"plain","size":"big"},
                          {"nothing":true}, "odd"]},
                         "meta":{"sentFrom":"webapp","isTranscriptEcho":"yes"}}
                        """);

        assertThat(content)
                .isEqualTo(
                        new Content.UserContent(
                                "look",
                                List.of(
                                        new Attachment(
                                                "f1",
                                                "pear.png",
                                                "image/png",
                                                12,
                                                "/tmp/pear.png",
                                                null),
                                        new Attachment(
                                                "",
                                                "plain",
                                                "application/octet-stream",
                                                -1,
                                                "",
                                                null)),
                                new MessageMeta("webapp", null, false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "{\"message\":%s}",
                "{\"data\":{\"message\":%s}}",
                "{\"payload\":{\"message\":%s}}"
            })
    void recordIsFoundUnderEveryEnvelope(String envelope) {
        assertThat(read(envelope.formatted(PROMPT)))
                .isInstanceOfSatisfying(
                        Content.UserContent.class,
                        user -> assertThat(user.text()).isEqualTo("count the pears"));
    }

    @Test
    void assistantLineGivesItsBlocksInOrderAndKeepsUnknownOnes() {
        ClaudeRecord.Assistant assistant =
                (ClaudeRecord.Assistant)
                        output(
                                """
                                {"type":"assistant","uuid":"u2","parentUuid":"u1","isSidechain":true,"parentToolUseId":"t9",
                                 "message":{"model":"m","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"hi"},
                                  {"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}},{"type":"hologram","x":1}],
                                  "usage":{"input_tokens":5,"cache_read_input_tokens":20,"context_window":200000}}}
                                """);

        assertThat(assistant.blocks())
                .containsExactly(
                        new ClaudeBlock.Thinking("hm"),
                        new ClaudeBlock.Text("hi"),
                        new ClaudeBlock.ToolUse(
                                "t1", "Bash", RawJson.trusted("{\"command\":\"ls\"}")),
                        new ClaudeBlock.Unknown(
                                RawJson.trusted("{\"type\":\"hologram\",\"x\":1}")));
        assertThat(assistant.line().parentToolUseId()).isEqualTo("t9");
        assertThat(assistant.contextTokens()).isEqualTo(25);
        assertThat(assistant.contextWindow()).isEqualTo(200_000);
    }

    @Test
    void wrongTypesInOptionalFieldsCountAsAbsent() {
        ClaudeRecord.Assistant assistant =
                (ClaudeRecord.Assistant)
                        output(
                                """
                                {"type":"assistant","uuid":5,"isSidechain":"true","isMeta":1,
                                 "message":{"model":[],"content":"plain","usage":{"input_tokens":"many"}}}
                                """);

        assertThat(assistant.line())
                .isEqualTo(new ClaudeRecord.Line(null, null, null, false, false, false));
        assertThat(assistant.blocks()).containsExactly(new ClaudeBlock.Text("plain"));
        assertThat(assistant.contextTokens()).isNull();
    }

    @Test
    void toolResultTextIsFoundInEveryShape() {
        List<String> shapes =
                List.of(
                        "\"done\"",
                        "[{\"type\":\"text\",\"text\":\"done\"}]",
                        "{\"output\":\"done\",\"metadata\":{\"exit\":0}}",
                        "{\"stdout\":\"done\",\"stderr\":\"\",\"exit_code\":0}",
                        "{\"content\":[{\"type\":\"content\",\"content\":{\"type\":\"text\",\"text\":\"done\"}}]}");

        assertThat(shapes)
                .allSatisfy(shape ->
                        assertThat(ToolOutputReader.read(RawJson.trusted(shape).read()).text())
                                .isEqualTo("done"));
    }

    @Test
    void resultWithoutReadableTextKeepsItsValue() {
        ToolOutput output = ToolOutputReader.read(RawJson.trusted("{\"rows\":[1,2]}").read());

        assertThat(output.text()).isEmpty();
        assertThat(output.raw()).isEqualTo(RawJson.trusted("{\"rows\":[1,2]}"));
    }

    @Test
    void nonZeroExitIsAFailure() {
        CodexRecord record =
                codex(
                        "{\"type\":\"tool-call-result\",\"callId\":\"c\",\"output\":{\"stdout\":\"x\",\"exit_code\":3}}");

        assertThat(((CodexRecord.ToolCallResult) record).isError()).isTrue();
    }

    @Test
    void knownButUninterestingIsNotUnknown() {
        assertThat(output("{\"type\":\"queue-operation\"}"))
                .isEqualTo(new ClaudeRecord.Housekeeping("queue-operation"));
        assertThat(codex("{\"type\":\"reasoning-delta\",\"delta\":\"x\"}"))
                .isEqualTo(new CodexRecord.Housekeeping("reasoning-delta"));
        assertThat(
                        read(
                                "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"ready\"}}}"))
                .isEqualTo(new Content.AgentEvent(null, new SessionEvent.Ready()));
    }

    @Test
    void unknownKeepsTheValueAsItCame() {
        assertThat(output("{\"type\":\"dream\",\"n\":1.50}"))
                .isEqualTo(
                        new ClaudeRecord.Unknown(
                                "dream", RawJson.trusted("{\"type\":\"dream\",\"n\":1.50}")));
        assertThat(codex("{\"type\":\"hologram\"}")).isInstanceOf(CodexRecord.Unknown.class);
        assertThat(codex("{\"type\":\"tool-call\",\"name\":\"no id\"}"))
                .isInstanceOf(CodexRecord.Unknown.class);
        assertThat(
                        read(
                                "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"party\"}}}"))
                .isInstanceOfSatisfying(
                        Content.AgentEvent.class,
                        e -> assertThat(e.event()).isInstanceOf(SessionEvent.Unknown.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "null",
                "17",
                "\"a text\"",
                "[]",
                "{}",
                "{\"role\":\"user\"}",
                "{\"role\":\"user\",\"content\":null}",
                "{\"role\":\"user\",\"content\":{\"text\":5}}",
                "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":[]}}",
                "{\"role\":\"agent\",\"content\":{\"type\":\"mystery\",\"data\":{}}}",
                "{\"role\":\"wizard\",\"content\":\"x\"}",
                "{\"message\":{\"message\":{\"role\":\"user\",\"content\":\"too deep\"}}}"
            })
    void whatIsNotAMessageIsUnknownWithItsRawValue(String text) {
        assertThat(read(text)).isEqualTo(new Content.Unknown(RawJson.trusted(text)));
    }

    @Test
    void jsonDeeperThanTheLimitIsUnknown() {
        assertThat(read("[".repeat(100_000))).isInstanceOf(Content.Unknown.class);
    }

    @Test
    void noMutationOfRealShapesMakesItThrow() {
        List<String> seeds =
                List.of(
                        PROMPT,
                        "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":{\"type\":\"assistant\",\"uuid\":\"u\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}],\"usage\":{\"input_tokens\":1}}}}}",
                        "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"image\",\"source\":{\"media_type\":\"image/png\"}}],\"permissions\":{\"date\":1,\"result\":\"approved\"}}]}}}}",
                        "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":{\"type\":\"system\",\"subtype\":\"api_error\",\"retryAttempt\":1,\"error\":{\"status\":529,\"error\":{\"message\":\"m\"}}}}}",
                        "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"tool-call-result\",\"callId\":\"c\",\"output\":{\"metadata\":{\"exit\":1e400},\"stdout\":\"x\"}}}}",
                        "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":{\"type\":\"token_count\",\"info\":{\"last\":{\"totalTokens\":3},\"modelContextWindow\":9}}}}",
                        "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"compact-summary\",\"summary\":\"s\",\"tokensBefore\":1}}}");
        List<String> values =
                List.of("null", "[]", "{}", "\"\"", "-1", "1e999", "true", "[[]]", "{\"type\":{}}");
        Random random = new Random(42);
        List<String> mutants = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String seed = seeds.get(random.nextInt(seeds.size()));
            List<Integer> starts = new ArrayList<>();
            for (int at = seed.indexOf(':'); at >= 0; at = seed.indexOf(':', at + 1)) {
                starts.add(at + 1);
            }
            int start = starts.get(random.nextInt(starts.size()));
            int end = start;
            while (end < seed.length() && ",}]".indexOf(seed.charAt(end)) < 0) {
                end++;
            }
            mutants.add(
                    seed.substring(0, start)
                            + values.get(random.nextInt(values.size()))
                            + seed.substring(end));
        }

        assertThat(mutants).allSatisfy(mutant -> assertThat(read(mutant)).isNotNull());
    }

    private static Content read(String text) {
        return ContentReader.read(RawJson.trusted(text));
    }

    private static ClaudeRecord output(String data) {
        return ((Content.AgentOutput)
                        read(
                                "{\"role\":\"agent\",\"content\":{\"type\":\"output\",\"data\":"
                                        + data
                                        + "}}"))
                .record();
    }

    private static CodexRecord codex(String data) {
        return ((Content.AgentCodex)
                        read(
                                "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":"
                                        + data
                                        + "}}"))
                .record();
    }
}
