package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json at all",
                "[1,2]",
                "null",
                "{}",
                "{\"type\":\"brand_new\"}",
                "{\"type\":\"assistant\"}",
                "{\"type\":42}",
                "{\"type\":\"user\",\"message\":\"text\"}"
            })
    void whatIsNotUnderstoodIsKeptAndNeverFails(String line) {
        assertThat(ClaudeLine.read(line)).isInstanceOf(ClaudeLine.Unknown.class);
    }

    @Test
    void questionCarriesItsToolCall() {
        ClaudeLine line =
                ClaudeLine.read(
                        """
                        {"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool",\
                        "tool_name":"Bash","input":{"command":"ls"},"tool_use_id":"toolu_1"}}\
                        """);

        assertThat(line)
                .isInstanceOfSatisfying(
                        ClaudeLine.CanUseTool.class,
                        ask -> {
                            assertThat(ask.requestId()).isEqualTo("r1");
                            assertThat(ask.callId()).isEqualTo("toolu_1");
                            assertThat(ask.input().path("command").asString("")).isEqualTo("ls");
                        });
    }

    @Test
    void questionWithoutToolCallIdHasNone() {
        ClaudeLine line =
                ClaudeLine.read(
                        """
                        {"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool",\
                        "tool_name":"Bash"}}\
                        """);

        assertThat(line)
                .isInstanceOfSatisfying(
                        ClaudeLine.CanUseTool.class,
                        ask -> {
                            assertThat(ask.callId()).isNull();
                            assertThat(ask.input()).isEmpty();
                        });
    }

    @Test
    void otherControlRequestIsToldApartSoThatItCanBeRefused() {
        ClaudeLine line =
                ClaudeLine.read(
                        """
                        {"type":"control_request","request_id":"r2","request":{"subtype":"elicitation"}}\
                        """);

        assertThat(line).isEqualTo(new ClaudeLine.OtherRequest("r2", "elicitation"));
    }

    @Test
    void echoOfOurOwnModelChangeIsIgnored() {
        ClaudeLine line =
                ClaudeLine.read(
                        """
                        {"type":"user","message":{"role":"user","content":"<local-command-stdout>Set \
                        model</local-command-stdout>"},"isReplay":true}\
                        """);

        assertThat(line).isEqualTo(new ClaudeLine.Ignored());
    }
}
