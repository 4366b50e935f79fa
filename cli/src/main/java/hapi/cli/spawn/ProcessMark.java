package hapi.cli.spawn;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One process for certain: its id and when it began, because systems give ids out again.
///
/// `began` is compared, never read: on Linux the boot and the ticks since it, which no change of
/// the clock moves; elsewhere the system's own time. Empty when unknown; then the id alone counts.
public record ProcessMark(@JsonProperty("pid") long pid, @JsonProperty("began") String began) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /// Where the start stands among the words of `/proc/<pid>/stat` after the program's name.
    private static final int START_TICKS = 19;

    public ProcessMark {
        began = began == null ? "" : began;
    }

    public static ProcessMark own() {
        return of(ProcessHandle.current().pid());
    }

    /// The process that has this id now.
    public static ProcessMark of(long pid) {
        return new ProcessMark(pid, beganOf(pid));
    }

    /// Whether this very process lives, not another one with its id.
    public boolean isAlive() {
        return Processes.isAlive(pid) && (began.isEmpty() || began.equals(beganOf(pid)));
    }

    private static String beganOf(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (Files.isReadable(stat)) {
                String line = Files.readString(stat);
                String[] words = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
                return words.length > START_TICKS ? boot() + words[START_TICKS] : "";
            }
        } catch (IOException e) {
            return ""; // It ended while we looked.
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(instant -> Long.toString(instant.toEpochMilli()))
                .orElse("");
    }

    private static String boot() throws IOException {
        return Optional.of(BOOT).filter(Files::isReadable).isPresent()
                ? Files.readString(BOOT).strip() + "/"
                : "";
    }
}
