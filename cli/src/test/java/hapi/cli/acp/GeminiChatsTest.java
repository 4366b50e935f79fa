package hapi.cli.acp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files as Gemini CLI 0.61.0 writes them.
class GeminiChatsTest {
    private static final String ID = "9c9d735b-cdc0-4a01-9e49-3b01c4d1a082";
    private static final String BEGIN =
            """
            {"sessionId":"%s","projectHash":"38","startTime":"2026-11-23T05:58:01.1Z","kind":"main"}
            {"$set":{"messages":[{"id":"d0","type":"user","content":[{"text":"<session_context>"}]}]}}
            """;
    private static final String TALK =
            """
            {"id":"92","type":"user","content":[{"text":"hello"}]}
            {"$set":{"lastUpdated":"2026-11-23T05:58:04.1Z"}}
            {"id":"d3","type":"gemini","content":"Hello."}
            """;
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T05:58:59Z"), ZoneOffset.UTC);

    @TempDir Path projects;
    private Path chats;
    private GeminiChats kept;

    @BeforeEach
    void project() throws IOException {
        chats = Files.createDirectories(projects.resolve("w").resolve("chats"));
        kept = new GeminiChats(projects, ID, clock);
    }

    @Test
    void fileOfThisMinuteIsGivenTheLast() throws IOException {
        file("05-58", ID, BEGIN + TALK);

        kept.beforeStart();

        assertThat(names()).containsExactly(name("05-57"));
        assertThat(chats.resolve(name("05-57"))).content().contains("Hello.");
    }

    @Test
    void nameThatIsTakenIsPassedOver() throws IOException {
        file("05-57", "9c9d735b-ffff-ffff-ffff-ffffffffffff", BEGIN + TALK);
        file("05-58", ID, BEGIN + TALK);

        kept.beforeStart();

        assertThat(names()).containsExactly(name("05-56"), name("05-57"));
        assertThat(chats.resolve(name("05-56"))).content().contains(ID);
    }

    @Test
    void fileOfALaterMinuteThanTheClockSaysIsMovedToo() throws IOException {
        file("06-30", ID, BEGIN + TALK);

        kept.beforeStart();

        assertThat(names()).containsExactly(name("05-57"));
    }

    @Test
    void fileOfAnEarlierMinuteStays() throws IOException {
        file("05-57", ID, BEGIN + TALK);

        kept.beforeStart();
        kept.afterLoad();

        assertThat(names()).containsExactly(name("05-57"));
    }

    @Test
    void emptyTwinIsRemovedBeforeAndAfter() throws IOException {
        file("05-57", ID, BEGIN + TALK);
        file("05-50", ID, BEGIN);

        kept.beforeStart();

        assertThat(names()).containsExactly(name("05-57"));
        file("05-58", ID, BEGIN + BEGIN);
        kept.afterLoad();
        assertThat(names()).containsExactly(name("05-57"));
    }

    @Test
    void onlyFileOfASessionStaysEvenIfItIsEmpty() throws IOException {
        file("05-50", ID, BEGIN);

        kept.afterLoad();

        assertThat(names()).containsExactly(name("05-50"));
    }

    @Test
    void whatHoldsAConversationInAnyFormIsNoTwin() throws IOException {
        file("05-50", ID, BEGIN + TALK);
        file("05-51", ID, BEGIN + "{\"id\":\"1\",\"type\":\"user\",\"content\":\"x\"}\n");
        file("05-52", ID, BEGIN + "{\"$set\":{\"messages\":[{\"id\":\"1\"},{\"id\":\"2\"}]}}\n");
        file("05-53", ID, BEGIN + "cut of\n" + TALK);

        kept.afterLoad();

        assertThat(names()).hasSize(4);
    }

    @Test
    void otherSessionsAndOtherFilesAreLeftAlone() throws IOException {
        file("05-58", "11111111-cdc0-4a01-9e49-3b01c4d1a082", BEGIN);
        file("05-59", "9c9d735b-0000-4a01-9e49-3b01c4d1a082", BEGIN);
        Files.writeString(chats.resolve("session-x-9c9d735b.jsonl"), BEGIN.formatted(ID));
        Files.write(chats.resolve("session-y-9c9d735b.jsonl"), new byte[] {(byte) 0xff, 10});

        kept.beforeStart();
        kept.afterLoad();

        assertThat(names()).hasSize(4).contains("session-x-9c9d735b.jsonl");
    }

    @Test
    void noFolderIsNoFault() {
        GeminiChats nowhere = new GeminiChats(projects.resolve("none"), ID, clock);

        nowhere.beforeStart();
        nowhere.afterLoad();

        assertThat(projects.resolve("none")).doesNotExist();
    }

    private void file(String minute, String id, String text) throws IOException {
        Files.writeString(
                chats.resolve(
                        "session-2026-11-23T%s-%s.jsonl".formatted(minute, id.substring(0, 8))),
                text.replace("%s", id));
    }

    private static String name(String minute) {
        return "session-2026-11-23T%s-9c9d735b.jsonl".formatted(minute);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(chats)) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
