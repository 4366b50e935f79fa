package hapi.cli.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.home.HapiHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// This process plays the sessions.
class ChildSessionsTest {
    private static final ProcessMark OWN = ProcessMark.own();
    @TempDir private Path folder;
    private SessionRecords records;
    private ChildSessions children;

    @BeforeEach
    void home() {
        records = new SessionRecords(new HapiHome(folder));
        children = new ChildSessions(records);
    }

    @Test
    void nextRunnerKnowsWhatTheLastOneStarted() {
        children.expect(OWN);
        children.reported(OWN.pid(), "session-1");

        ChildSessions next = new ChildSessions(records);

        assertThat(next.adopt()).isEqualTo(1);
        assertThat(next.find("session-1")).get().matches(ChildSessions.Child::isByRunner);
    }

    @Test
    void sessionThatReportedWhileThereWasNoRunnerIsKnownToo() {
        records.note(OWN, ChildSessions.BY_RUNNER, null);
        records.note(OWN, ChildSessions.BY_HAND, "session-1");

        children.adopt();

        assertThat(children.find("session-1")).get().matches(ChildSessions.Child::isByRunner);
    }

    @Test
    void processThatGotTheIdOfADeadSessionIsNobodyOfOurs() throws Exception {
        records.note(new ProcessMark(OWN.pid(), "another boot/17"), ChildSessions.BY_RUNNER, "s");

        assertThat(children.adopt()).isZero();
        assertThat(children.find("s")).isEmpty();
        assertThat(Files.list(folder.resolve("runner-sessions"))).isEmpty();
    }

    @Test
    void brokenAndForeignFilesAreNoSessions() throws Exception {
        Path all = Files.createDirectories(folder.resolve("runner-sessions"));
        Files.writeString(all.resolve(OWN.pid() + ".json"), "{\"pid\":");
        Files.writeString(all.resolve("17.json"), "{\"pid\":%d}".formatted(OWN.pid()));
        Files.writeString(all.resolve("notes.txt"), "mine");

        assertThat(children.adopt()).isZero();
        assertThat(all.resolve("notes.txt")).exists();
    }

    @Test
    void placesAreTakenByStartsAndByRunningSessionsOfTheRunnerOnly() {
        ChildSessions.Slot first = children.reserve(1).orElseThrow();
        assertThat(children.reserve(1)).isEmpty();
        first.close();
        children.reported(OWN.pid(), "by-hand");
        children.reserve(1).orElseThrow().close();

        children.expect(OWN);

        assertThat(children.reserve(1)).isEmpty();
        assertThat(children.reserve(2)).isPresent();
    }
}
