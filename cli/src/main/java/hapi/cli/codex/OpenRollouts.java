package hapi.cli.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rollout files that one run of Codex's screen has open: those are its own, whatever other
/// screens do in the same folder. Codex 0.169 keeps each open that the person went to.
@FunctionalInterface
interface OpenRollouts {
    /// Empty also where the system does not tell (only Linux does), and when Codex was not seen to
    /// keep any open.
    List<Path> now();

    /// Of a process or a child of it: the program that npm installs starts the real one.
    static OpenRollouts of(ProcessHandle codex) {
        return new OfProcess(codex);
    }

    /// Single-threaded. Remembers which process writes: to look for it costs more than to ask it.
    final class OfProcess implements OpenRollouts {
        private static final Logger log = LoggerFactory.getLogger(OpenRollouts.class);
        private static final Path PROCESSES = Path.of("/proc");
        private final ProcessHandle codex;
        private long writer;

        private OfProcess(ProcessHandle codex) {
            this.codex = codex;
            this.writer = codex.pid();
        }

        @Override
        public List<Path> now() {
            if (!Files.isDirectory(PROCESSES.resolve("self").resolve("fd"))) {
                return List.of();
            }
            List<Path> open = openBy(writer);
            if (!open.isEmpty()) {
                return open;
            }
            for (ProcessHandle child : codex.descendants().toList()) {
                open = openBy(child.pid());
                if (!open.isEmpty()) {
                    writer = child.pid();
                    return open;
                }
            }
            return List.of();
        }

        private static List<Path> openBy(long pid) {
            Path descriptors = PROCESSES.resolve(Long.toString(pid)).resolve("fd");
            try (Stream<Path> all = Files.list(descriptors)) {
                return all.map(OfProcess::target)
                        .filter(file -> file.getFileName() != null)
                        .filter(file -> file.getFileName().toString().startsWith("rollout-"))
                        .filter(file -> file.toString().endsWith(".jsonl"))
                        .sorted()
                        .toList();
            } catch (IOException | UncheckedIOException e) {
                log.debug("files of {} are not told: {}", pid, e.getMessage());
                return List.of();
            }
        }

        private static Path target(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor);
            } catch (IOException e) {
                return descriptor; // Closed meanwhile.
            }
        }
    }
}
