package hapi.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process and its children use, as Linux counts it: processor time of all threads in
/// microseconds (steps of 10 ms), resident memory in bytes.
public final class Cost {
    private static final long MICROS_PER_TICK = 10_000;
    private static final Path ALL = Path.of("/proc/stat");

    private Cost() {}

    public static long cpuMicros(ProcessHandle process) {
        return family(process).mapToLong(Cost::ownCpuMicros).sum();
    }

    static long residentBytes(ProcessHandle process) {
        return family(process).mapToLong(Cost::ownResidentBytes).sum();
    }

    /// Processor time that this machine spent on anything since it started.
    public static long machineMicros() {
        String[] fields = read(ALL).lines().findFirst().orElseThrow().split(" +");
        long ticks = 0;
        // user nice system, without idle and iowait, irq softirq steal
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    private static Stream<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long ownCpuMicros(ProcessHandle process) {
        String stat = read(proc(process, "stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        // The name in brackets may hold blanks; after it the third field is next.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        // utime stime, and those of children that ended: fields 14 to 17
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    private static long ownResidentBytes(ProcessHandle process) {
        return read(proc(process, "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private static Path proc(ProcessHandle process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /// The text of a file below `/proc`; empty when the process has ended.
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
