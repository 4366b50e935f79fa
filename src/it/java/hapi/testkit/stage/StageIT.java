package hapi.testkit.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StageIT {
    private final Stage stage = new Stage();

    @Test
    void closingEndsAProgramAndWhatItStarted() throws IOException {
        Path folder = stage.folder("work");
        Program shell = start("sleep 300 & echo $! > child; wait");
        ProcessHandle child = handleIn(folder.resolve("child"));

        stage.closeAll();

        assertThat(shell.isRunning()).isFalse();
        assertThat(Processes.hasEnded(child)).isTrue();
        assertThat(folder).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingEndsWhatHasLeftItsParent() throws IOException {
        Path folder = stage.folder("work");
        start("setsid sh -c 'echo $$ > child; exec sleep 300' &").awaitEnd(Duration.ofSeconds(30));
        ProcessHandle orphan = handleIn(folder.resolve("child"));

        stage.closeAll();

        assertThat(Processes.hasEnded(orphan)).isTrue();
    }

    @Test
    void stopDemandsTheEndInTime() {
        Program stubborn = start("trap '' TERM; echo ready; while true; do sleep 0.05; done");
        await().until(() -> stubborn.log().contains("ready"));

        assertThatThrownBy(() -> stubborn.stop(Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("work did not end within PT0.3S");

        stage.closeAll();
    }

    @Test
    void programSeesNothingOfThePersonWhoRunsTheTests() {
        Program program = start("env");
        program.awaitEnd(Duration.ofSeconds(30));

        List<String> names =
                program.log().lines().map(line -> line.substring(0, line.indexOf('='))).toList();

        assertThat(names).contains("PATH", "HOME").doesNotContain("USER", "LOGNAME", "MAIL");
        assertThat(program.log()).doesNotContain("HOME=" + System.getenv("HOME") + "\n");
        stage.closeAll();
    }

    @Test
    void whatWasOpenedLastIsClosedFirst() {
        StringBuilder order = new StringBuilder();
        stage.keep(() -> order.append("first "));
        stage.keep(() -> order.append("second "));

        stage.closeAll();

        assertThat(order.toString()).isEqualTo("second first ");
    }

    private Program start(String script) {
        return stage.start("work", List.of("sh", "-c", script), stage.folder("work"), Map.of());
    }

    private static ProcessHandle handleIn(Path file) throws IOException {
        await().until(() -> Files.exists(file) && Files.size(file) > 1);
        Optional<ProcessHandle> handle =
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
        return handle.orElseThrow();
    }
}
