package hapi.cli.codex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A rollout as the real screen of Codex 0.169.0 wrote it (recorded, shortened), and lines of an
/// older form.
class RolloutReaderTest {
    private static final Instant START = Instant.parse("2026-11-23T03:12:07Z");

    private final Clock clock = Clock.fixed(START, ZoneOffset.UTC);
    private final RolloutReader reader = new RolloutReader("the-thread", START, clock);

    @Test
    void whatWasTypedAndDoneIsToldOnceInOrder() {
        assertThat(told(rollout()))
                .containsExactly(
                        "turn",
                        "user run the shell",
                        "message I will run a command.",
                        "tool-call touch made-by-agent.txt && echo hello-from-shell",
                        "tool-call-result hello-from-shell\n",
                        "token_count",
                        "reasoning Let me think about it.",
                        "message The command finished. All done.",
                        "tool-call /project/note.txt",
                        "tool-call-result ",
                        "turn over");
    }

    @Test
    void linesOlderThanTheRunAreNotToldAgain() {
        List<String> late = new ArrayList<>();
        RolloutReader later = new RolloutReader("the-thread", START.plusSeconds(3600), clock);
        rollout().forEach(line -> later.read(line).forEach(said -> late.add(said.toString())));

        assertThat(late).isEmpty();
    }

    @Test
    void olderFormIsToldToo() {
        assertThat(
                        told(
                                List.of(
                                        event("{\"type\":\"user_message\",\"message\":\"hi\"}"),
                                        event("{\"type\":\"agent_reasoning\",\"text\":\"hm\"}"),
                                        item(
                                                "{\"type\":\"function_call\",\"name\":\"shell\","
                                                        + "\"call_id\":\"c\",\"arguments\":"
                                                        + "\"{\\\"command\\\":\\\"ls\\\"}\"}"),
                                        item(
                                                "{\"type\":\"function_call_output\",\"call_id\":"
                                                        + "\"c\",\"output\":\"a.txt\"}"),
                                        event("{\"type\":\"agent_message\",\"message\":\"ok\"}"))))
                .containsExactly(
                        "user hi",
                        "reasoning hm",
                        "tool-call ls",
                        "tool-call-result a.txt",
                        "message ok");
    }

    @Test
    void brokenLinesAreSkipped() {
        assertThat(told(List.of("", "{", "[]", "7", "{\"type\":\"event_msg\"}", event("null"))))
                .isEmpty();
    }

    private List<String> told(List<String> lines) {
        List<String> told = new ArrayList<>();
        for (String line : lines) {
            for (RolloutReader.Said said : reader.read(line)) {
                told.add(
                        switch (said) {
                            case RolloutReader.Said.TurnStarted() -> "turn";
                            case RolloutReader.Said.TurnEnded() -> "turn over";
                            case RolloutReader.Said.Message(var message, long _) -> line(message);
                        });
            }
        }
        return told;
    }

    private static String line(JsonNode message) {
        if (message.path("role").asString().equals("user")) {
            return "user " + message.at("/content/text").asString();
        }
        JsonNode data = message.at("/content/data");
        String type = data.path("type").asString();
        return switch (type) {
            case "tool-call" ->
                    "tool-call "
                            + data.at("/input/command")
                                    .asString(
                                            data.at("/input/changes").propertyNames().stream()
                                                    .findFirst()
                                                    .orElse(""));
            case "tool-call-result" -> type + " " + data.at("/output/output").asString("");
            case "token_count" -> type;
            default -> type + " " + data.path("message").asString("");
        };
    }

    private static String event(String payload) {
        return "{\"timestamp\":\"2026-11-23T03:12:08Z\",\"type\":\"event_msg\",\"payload\":%s}"
                .formatted(payload);
    }

    private static String item(String payload) {
        return event(payload).replace("event_msg", "response_item");
    }

    private static List<String> rollout() {
        try (InputStream in = RolloutReaderTest.class.getResourceAsStream("rollout.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
