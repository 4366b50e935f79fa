package hapi.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.spawn.ProcessMark;
import hapi.protocol.home.HapiHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// This process plays the old owner: it lives, and what is written about its beginning is or is not
/// true.
class RunnerLockTest {
    @TempDir private Path folder;
    private RunnerLock lock;
    private Path file;

    @BeforeEach
    void home() {
        lock = new RunnerLock(new HapiHome(folder));
        file = folder.resolve("runner.state.json.lock");
    }

    @Test
    void lockOfALivingOwnerHolds() throws Exception {
        assertThat(lock.tryTake()).isTrue();

        assertThat(new RunnerLock(new HapiHome(folder)).tryTake()).isFalse();
        assertThat(lock.owner()).contains(ProcessMark.own());
        lock.release();
        assertThat(file).doesNotExist();
    }

    @Test
    void lockOfADeadOwnerIsTakenEvenIfAnotherProcessGotItsId() throws Exception {
        long own = ProcessHandle.current().pid();
        Files.writeString(file, own + "\nanother boot/17\n");

        assertThat(lock.tryTake()).isTrue();
        assertThat(lock.owner()).contains(ProcessMark.own());
    }

    @Test
    void lockOfAPublishedRunnerHoldsByItsIdAlone() throws Exception {
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));

        assertThat(lock.tryTake()).isFalse();
    }

    @Test
    void lockThatStaysEmptyIsACrashs() throws Exception {
        Files.writeString(file, "");

        assertThat(lock.tryTake()).isTrue();
    }

    @Test
    void lockOfAnotherIsNotReleased() throws Exception {
        Files.writeString(file, "1\n");

        lock.release();

        assertThat(file).exists();
    }
}
