package hapi.hub.message.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.fuzz.Fuzz;
import hapi.protocol.content.ContentReader;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages of agents, changed: what the hub takes in is readable JSON, and reading it never fails.
@Timeout(180)
class MessageFuzzTest {
    @Test
    void noMessageBreaksTheReaders() {
        List<String> messages = new ArrayList<>();
        for (String trace :
                List.of(
                        "acp",
                        "claude-remote",
                        "claude-subagents",
                        "claude-events",
                        "codex",
                        "gemini",
                        "queue")) {
            for (String line : Fuzz.lines("chat/" + trace + ".jsonl")) {
                messages.add(line);
                RawJson content = RawJson.ofText(line);
                if (content.read().has("content")) {
                    messages.add(content.read().path("content").toString());
                }
            }
        }

        Fuzz.of("messages", messages)
                .run(input -> {
                    RawJson raw;
                    try {
                        raw = RawJson.ofText(new String(input, StandardCharsets.UTF_8));
                    } catch (JsonSyntaxException e) {
                        return;
                    }
                    MessageReading reading = MessageReading.of(raw);
                    assertThat(reading.content().read()).isNotNull();
                    assertThat(reading.content().text().length())
                            .isLessThanOrEqualTo(raw.text().length() + 256);
                    assertThat(ContentReader.read(reading.content())).isNotNull();
                });
    }
}
