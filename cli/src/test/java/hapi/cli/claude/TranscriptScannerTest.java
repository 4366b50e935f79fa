package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptScannerTest {
    private static final String BEFORE = "2026-01-01T09:59:59Z";
    private static final String AFTER = "2026-01-01T10:00:01Z";

    @TempDir Path folder;
    private Path file;
    private final TranscriptScanner scanner =
            new TranscriptScanner(Instant.parse("2026-01-01T10:00:00Z"));

    @BeforeEach
    void follow() {
        file = folder.resolve("s.jsonl");
        scanner.follow(file);
    }

    @Test
    void backlogOfAResumedConversationIsNotSentAgain() throws IOException {
        append(line("user", "old", BEFORE) + line("user", "new", AFTER));

        assertThat(poll()).containsExactly("new");
    }

    @Test
    void entriesComeOnceInTheOrderOfTheFile() throws IOException {
        append(line("user", "u1", AFTER));
        List<String> first = poll();
        append(line("assistant", "a1", AFTER) + line("assistant", "a1", AFTER));

        assertThat(first).containsExactly("u1");
        assertThat(poll()).containsExactly("a1");
        assertThat(poll()).isEmpty();
    }

    @Test
    void subAgentsFileIsReadUnderTheCallThatStartedIt() throws IOException {
        append(line("assistant", "a1", AFTER));
        Path agents = Files.createDirectories(folder.resolve("s").resolve("subagents"));
        Files.writeString(agents.resolve("agent-1.jsonl"), line("user", "s1", AFTER));
        Files.writeString(agents.resolve("agent-1.meta.json"), "{\"toolUseId\":");
        List<String> early = poll();
        Files.writeString(agents.resolve("agent-1.meta.json"), "{\"toolUseId\":\"t1\"}");

        assertThat(early).containsExactly("a1");
        assertThat(scanner.poll())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("uuid").asString()).isEqualTo("s1");
                    assertThat(entry.path("parentToolUseId").asString()).isEqualTo("t1");
                });
        assertThat(poll()).isEmpty();
    }

    @Test
    void halfWrittenLineWaitsForItsEnd() throws IOException {
        String whole = line("assistant", "ä1", AFTER);
        append(whole.substring(0, 20));
        List<String> early = poll();
        append(whole.substring(20));

        assertThat(early).isEmpty();
        assertThat(poll()).containsExactly("ä1");
    }

    @Test
    void garbageAndEntriesOfNoInterestAreSkipped() throws IOException {
        append(
                "not json\n\n{}\n[]\n"
                        + line("file-history-snapshot", "f", AFTER)
                        + line("attachment", "x", AFTER)
                        + "{\"type\":\"user\",\"timestamp\":\""
                        + AFTER
                        + "\"}\n"
                        + line("system", "s1", AFTER).replace("}", ",\"subtype\":\"x\"}")
                        + line("system", "s2", AFTER)
                                .replace("}", ",\"subtype\":\"stop_hook_summary\"}"));

        assertThat(poll()).containsExactly("s1");
    }

    @Test
    void fileThatShrankIsReadAgainWithoutRepeatingItself() throws IOException {
        append(line("user", "u1", AFTER) + line("user", "u2", AFTER));
        poll();
        Files.writeString(file, line("user", "u1", AFTER));
        poll();
        append(line("user", "u3", AFTER));

        assertThat(poll()).containsExactly("u3");
    }

    @Test
    void formerConversationStillGetsItsLastLines() throws IOException {
        Path second = folder.resolve("t.jsonl");
        append(line("user", "u1", AFTER));
        poll();
        scanner.follow(second);
        Files.writeString(second, line("user", "v1", AFTER));
        append(line("assistant", "u2", AFTER));

        assertThat(poll()).containsExactly("u2", "v1");
    }

    private List<String> poll() {
        return scanner.poll().stream().map(e -> e.path("uuid").asString("")).toList();
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String line(String type, String uuid, String at) {
        return "{\"type\":\"%s\",\"uuid\":\"%s\",\"timestamp\":\"%s\"}\n".formatted(type, uuid, at);
    }
}
