package hapi.protocol.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir Path folder;

    @Test
    void missingFileReadsAsEmptyObject() {
        assertThat(settings().read().isEmpty()).isTrue();
    }

    @Test
    void unknownKeysSurviveAnUpdate() throws Exception {
        Files.writeString(
                folder.resolve("settings.json"), "{\"strange\":{\"a\":[1,null]},\"b\":1}");

        settings().update(s -> s.put("listenPort", 4000));

        assertThat(settings().read().toString())
                .isEqualTo("{\"strange\":{\"a\":[1,null]},\"b\":1,\"listenPort\":4000}");
    }

    @Test
    void brokenFileNamesLineAndColumnAndIsLeftAlone() throws Exception {
        String broken = "{\n  \"cliApiToken\": \"x\",\n  oops\n}\n";
        Files.writeString(folder.resolve("settings.json"), broken);

        assertThatThrownBy(() -> settings().update(s -> s.put("a", 1)))
                .isInstanceOf(BrokenSettingsException.class)
                .hasMessageContaining("settings.json")
                .hasMessageContaining("line 3, column");

        assertThat(Files.readString(folder.resolve("settings.json"))).isEqualTo(broken);
        assertThat(folder.resolve("settings.json.lock")).doesNotExist();
        assertThat(folder.resolve("settings.json.hapi.lock")).doesNotExist();
    }

    @Test
    void arrayIsRefused() throws Exception {
        Files.writeString(folder.resolve("settings.json"), "[]");

        assertThatThrownBy(() -> settings().read())
                .isInstanceOf(BrokenSettingsException.class)
                .hasMessageContaining("must hold a JSON object");
    }

    @Test
    void fileIsReadableByItsOwnerOnly() throws Exception {
        settings().update(s -> s.put("cliApiToken", "secret"));

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("settings.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void concurrentUpdatesLoseNothing() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> tasks =
                    IntStream.range(0, 12)
                            .<Callable<Object>>mapToObj(
                                    i -> () -> settings().update(s -> s.put("k" + i, i)))
                            .toList();
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(settings().read().size()).isEqualTo(12);
    }

    @Test
    void lockLeftByADeadProgramIsTakenOver() throws Exception {
        Path lock = Files.createDirectory(folder.resolve("settings.json.hapi.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));

        settings().update(s -> s.put("a", 1));

        assertThat(settings().read().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void homeComesFromTheEnvironmentOnly() {
        assertThat(HapiHome.of(Map.of("HOME", "/h/me")).folder()).isEqualTo(Path.of("/h/me/.hapi"));
        assertThat(HapiHome.of(Map.of("HOME", "/h/me", "HAPI_HOME", "~/x")).folder())
                .isEqualTo(Path.of("/h/me/x"));
        assertThatThrownBy(() -> HapiHome.of(Map.of())).hasMessageContaining("HAPI_HOME");
    }

    private SettingsFile settings() {
        return new SettingsFile(new HapiHome(folder));
    }
}
