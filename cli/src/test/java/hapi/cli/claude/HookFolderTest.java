package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookFolderTest {
    @TempDir Path home;

    @Test
    void hookCommandDeliversWhatClaudeTellsIt() throws Exception {
        try (HookFolder hooks = HookFolder.create(new HapiHome(home.resolve("it's a home")))) {
            String command =
                    Json.parse(Files.readString(hooks.writeSettings(Json.object())))
                            .at("/hooks/SessionStart/0/hooks/0/command")
                            .asString();

            run(
                    command,
                    """
                    {"hook_event_name":"SessionStart","session_id":"s1","transcript_path":"/t/s1.jsonl"}\
                    """);
            run(
                    command,
                    """
                    {"hook_event_name":"UserPromptSubmit","session_id":"s1","transcript_path":"/t/s1.jsonl",\
                    "permission_mode":"plan"}\
                    """);

            assertThat(hooks.poll())
                    .containsExactly(
                            new HookFolder.HookCall(
                                    "SessionStart", "s1", Path.of("/t/s1.jsonl"), ""),
                            new HookFolder.HookCall(
                                    "UserPromptSubmit", "s1", Path.of("/t/s1.jsonl"), "plan"));
            assertThat(hooks.poll()).isEmpty();
        }
    }

    @Test
    void callsOfOneMomentComeInTheOrderOfTheirProcesses() throws IOException {
        try (HookFolder hooks = HookFolder.create(new HapiHome(home))) {
            Path folder = hooks.writeSettings(Json.object()).getParent();
            for (String process : List.of("10", "9", "11", "8")) {
                Path file = folder.resolve(process + ".hook");
                Files.writeString(file, "{\"hook_event_name\":\"of %s\"}".formatted(process));
                Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            }

            assertThat(hooks.poll())
                    .extracting(HookFolder.HookCall::event)
                    .containsExactly("of 8", "of 9", "of 10", "of 11");
        }
    }

    @Test
    void garbageInTheFolderIsDroppedOnce() throws IOException {
        try (HookFolder hooks = HookFolder.create(new HapiHome(home))) {
            Path folder = hooks.writeSettings(Json.object()).getParent();
            Files.writeString(folder.resolve("1.hook"), "not json");

            assertThat(hooks.poll()).isEmpty();
            assertThat(folder.resolve("1.hook")).doesNotExist();
        }
    }

    @Test
    void onlyTheOwnerCanReadAndNothingStays() throws IOException {
        Path folder;
        try (HookFolder hooks = HookFolder.create(new HapiHome(home))) {
            Path settings = hooks.writeSettings(Json.object());
            folder = settings.getParent();

            assertThat(rights(settings)).isEqualTo("rw-------");
            assertThat(rights(folder)).isEqualTo("rwx------");
        }
        assertThat(folder).doesNotExist();
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void run(String command, String input) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command).start();
        try (var in = shell.getOutputStream()) {
            in.write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        assertThat(shell.getInputStream().readAllBytes()).isEmpty();
    }
}
