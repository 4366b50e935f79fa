package hapi.cli.codex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Rollouts in a folder as the screen of Codex 0.169.0 writes them; those of a first chat and of
/// one after `/new` are recorded.
class RolloutScannerTest {
    private static final Instant START = Instant.parse("2026-11-23T06:06:20Z");
    private static final String FIRST = "01a20703-3ad8-76c0-af2c-27bb3539331f";
    private static final String AFTER_NEW = "01a20703-3e82-79e2-9e03-0d36bb571b52";

    private Instant now = START;
    private final List<Path> open = new ArrayList<>();
    @TempDir private Path home;
    private Path today;

    @BeforeEach
    void makeFolder() throws IOException {
        today = Files.createDirectories(home.resolve("sessions/2026/11/23"));
    }

    @Test
    void fileOfThisFolderBegunNearestIsFollowedAndGrows() throws IOException {
        begun("other", "/elsewhere", START);
        begun("old", "/work", START.minusSeconds(600));
        Path mine = begun("mine", "/work", START.plusMillis(800));
        RolloutScanner scanner = scanner(null);

        assertThat(scanner.poll()).isEmpty();
        assertThat(scanner.sessionId()).contains("mine");
        String line = typed("hi", START.plusSeconds(1));
        append(mine, line.substring(0, 20));
        assertThat(scanner.poll()).isEmpty();
        append(mine, line.substring(20));
        assertThat(scanner.poll()).hasSize(1);
        assertThat(scanner.poll()).isEmpty();
    }

    @Test
    void knownSessionIsFoundByItsName() throws IOException {
        Path folder = Files.createDirectories(home.resolve("sessions/2025/01/02"));
        begun(folder, "known", "/elsewhere", START.minusSeconds(99_999));

        assertThat(files().find("known")).isPresent();
        assertThat(files().find("unknown")).isEmpty();
        assertThat(files().find("")).isEmpty();
        RolloutScanner scanner = scanner("known");
        scanner.poll();
        assertThat(scanner.sessionId()).contains("known");
    }

    @Test
    void newChatOfTheScreenIsToldAfterTheFirst() throws IOException {
        RolloutScanner scanner = scanner(null);
        open.add(recorded("rollout-first.jsonl", FIRST));
        assertThat(said(scanner)).containsExactly("typed at first", "I got: typed at first");
        assertThat(scanner.sessionId()).contains(FIRST);

        open.add(recorded("rollout-after-new.jsonl", AFTER_NEW));

        assertThat(said(scanner)).containsExactly("typed after new", "I got: typed after new");
        assertThat(scanner.sessionId()).contains(AFTER_NEW);
        assertThat(said(scanner)).isEmpty();
    }

    @Test
    void newChatIsFoundWhereTheSystemDoesNotTellWhatIsOpen() throws IOException {
        RolloutScanner scanner = scanner(null);
        recorded("rollout-first.jsonl", FIRST);
        said(scanner);

        recorded("rollout-after-new.jsonl", AFTER_NEW);

        assertThat(said(scanner)).containsExactly("typed after new", "I got: typed after new");
        assertThat(scanner.sessionId()).contains(AFTER_NEW);
    }

    @Test
    void chatOfAnotherScreenInTheSameFolderIsNotOurs() throws IOException {
        RolloutScanner scanner = scanner(null);
        open.add(recorded("rollout-first.jsonl", FIRST));
        said(scanner);

        recorded("rollout-after-new.jsonl", AFTER_NEW);

        assertThat(said(scanner)).isEmpty();
        assertThat(scanner.sessionId()).contains(FIRST);
    }

    @Test
    void whatIsBegunDuringATurnOrInAnotherFolderIsNotTakenForOursByItsTime() throws IOException {
        RolloutScanner scanner = scanner(null);
        Path mine = begun("mine", "/work", START.plusMillis(800));
        append(mine, turn("task_started", START.plusSeconds(1)));
        said(scanner);

        begun("beside", "/work", START.plusSeconds(2));
        begun("elsewhere", "/elsewhere", START.plusSeconds(3));
        said(scanner);
        append(today.resolve("rollout-x-beside.jsonl"), turn("task_started", START.plusSeconds(3)));
        assertThat(said(scanner)).isEmpty();
        assertThat(scanner.sessionId()).contains("mine");

        append(mine, turn("task_complete", START.plusSeconds(4)));
        append(today.resolve("rollout-x-elsewhere.jsonl"), typed("no", START.plusSeconds(5)));
        assertThat(said(scanner)).isEmpty();
        assertThat(scanner.sessionId()).contains("mine");
    }

    @Test
    void helpersOfTheAgentAreNotChatsOfThePerson() throws IOException {
        RolloutScanner scanner = scanner(null);
        open.add(recorded("rollout-first.jsonl", FIRST));
        said(scanner);
        Path helper = today.resolve("rollout-x-helper.jsonl");
        Files.writeString(
                helper,
                """
                {"timestamp":"2026-11-23T06:06:25Z","type":"session_meta","payload":{"id":"helper","cwd":"/work","timestamp":"2026-11-23T06:06:25Z","source":{"subagent":"review"},"thread_source":"subagent"}}
                """);
        append(helper, turn("task_started", START.plusSeconds(5)));
        append(helper, typed("look into it", START.plusSeconds(5)));
        open.add(helper);

        assertThat(said(scanner)).isEmpty();
        assertThat(scanner.sessionId()).contains(FIRST);
    }

    @Test
    void olderChatIsToldFromWhereTheScreenWentOnWithItAndBack() throws IOException {
        Path folder = Files.createDirectories(home.resolve("sessions/2026/11/20"));
        Path older = begun(folder, "older", "/work", START.minusSeconds(250_000));
        append(older, typed("long ago", START.minusSeconds(240_000)));
        RolloutScanner scanner = scanner(null);
        Path first = begun("first", "/work", START.plusMillis(500));
        open.add(first);
        said(scanner);
        // Somebody else wrote that before the screen went there.
        append(older, typed("elsewhere", now.minusMillis(500)));

        open.add(older);
        append(older, turn("task_started", now) + typed("went on", now));
        assertThat(said(scanner)).containsExactly("went on");
        assertThat(scanner.sessionId()).contains("older");

        append(first, turn("task_started", now) + typed("and back", now));
        assertThat(said(scanner)).containsExactly("and back");
        assertThat(scanner.sessionId()).contains("first");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void filesThatAProcessHasOpenAreTold() throws Exception {
        Path file = begun("mine", "/work", START);
        begun("other", "/work", START);
        // Like the program of npm, a shell that starts the real one.
        Process shell =
                new ProcessBuilder("sh", "-c", "tail -f \"$1\"; exit 0", "sh", file.toString())
                        .start();
        try {
            // Its output comes when the file is open.
            assertThat(shell.inputReader().readLine()).contains("session_meta");
            OpenRollouts told = OpenRollouts.of(shell.toHandle());

            assertThat(told.now()).containsExactly(file.toRealPath());
            assertThat(told.now()).containsExactly(file.toRealPath());
        } finally {
            shell.descendants().forEach(ProcessHandle::destroy);
            shell.destroy();
        }
        shell.waitFor();
        assertThat(OpenRollouts.of(shell.toHandle()).now()).isEmpty();
    }

    private RolloutScanner scanner(@Nullable String known) {
        return new RolloutScanner(
                files(),
                Path.of("/work"),
                known,
                START,
                () -> List.copyOf(open),
                ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    }

    private RolloutFiles files() {
        return new RolloutFiles(Map.of("CODEX_HOME", home.toString()));
    }

    /// What comes with the next look, a second later.
    private List<String> said(RolloutScanner scanner) {
        now = now.plusSeconds(1);
        List<String> texts = new ArrayList<>();
        for (RolloutReader.Said said : scanner.poll()) {
            if (said instanceof RolloutReader.Said.Message(var message, long _)) {
                texts.add(
                        Optional.of(message.at("/content/text").asString(""))
                                .filter(text -> !text.isEmpty())
                                .orElse(message.at("/content/data/message").asString("")));
            }
        }
        return texts;
    }

    private Path begun(String id, String cwd, Instant at) throws IOException {
        return begun(today, id, cwd, at);
    }

    private static Path begun(Path folder, String id, String cwd, Instant at) throws IOException {
        Path file = folder.resolve("rollout-x-" + id + ".jsonl");
        Files.writeString(
                file,
                """
                {"timestamp":"%s","type":"session_meta","payload":{"id":"%s","cwd":"%s","timestamp":"%s"}}
                """
                        .formatted(at, id, cwd, at));
        Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(1)));
        return file;
    }

    private Path recorded(String resource, String id) throws IOException {
        try (InputStream in = RolloutScannerTest.class.getResourceAsStream(resource)) {
            Path file = today.resolve("rollout-2026-11-23T06-06-21-%s.jsonl".formatted(id));
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
            Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(1)));
            return file;
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(1)));
    }

    private static String typed(String text, Instant at) {
        return event("{\"type\":\"user_message\",\"message\":\"%s\"}".formatted(text), at);
    }

    private static String turn(String type, Instant at) {
        return event("{\"type\":\"%s\",\"turn_id\":\"t\"}".formatted(type), at);
    }

    private static String event(String payload, Instant at) {
        return "{\"timestamp\":\"%s\",\"type\":\"event_msg\",\"payload\":%s}%n"
                .formatted(at, payload);
    }
}
