package hapi.cli.config;

import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One log file per process under `HAPI_HOME/logs`, nothing on the terminal unless `DEBUG` is set.
/// The newest hundred files are kept.
public final class CliLogging {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int KEPT_FILES = 100;
    private static final Logger HAPI = Logger.getLogger("hapi");

    private static final int LONGEST = 4096;
    private static final Pattern STEERING =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\t]]");

    private CliLogging() {}

    /// Begins the log of this process and returns its file. `suffix` is empty or e.g. `-runner`.
    public static Path start(HapiHome home, Map<String, String> environment, String suffix)
            throws IOException {
        home.create();
        Path folder = Files.createDirectories(home.resolve("logs"));
        HapiHome.restrictFolder(folder);
        removeOld(folder);
        Path file =
                folder.resolve(
                        "%s-pid-%d%s.log"
                                .formatted(
                                        LocalDateTime.now().format(NAME),
                                        ProcessHandle.current().pid(),
                                        suffix));
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        add(root, new FileHandler(file.toString(), 20_000_000, 1, true), Level.ALL);
        HapiHome.restrictFile(file);
        boolean debug = !environment.getOrDefault("DEBUG", "").isEmpty();
        if (debug) {
            add(root, new ConsoleHandler(), Level.ALL);
        }
        root.setLevel(Level.INFO);
        HAPI.setLevel(debug ? Level.FINE : Level.INFO);
        return file;
    }

    /// Log files, newest first.
    public static List<Path> files(HapiHome home, String suffix) {
        Path folder = home.resolve("logs");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix + ".log"))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void add(Logger root, Handler handler, Level level) {
        handler.setFormatter(new Lines());
        handler.setLevel(level);
        root.addHandler(handler);
    }

    private static void removeOld(Path folder) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            old =
                    files.sorted(Comparator.comparing(Path::getFileName).reversed())
                            .skip(KEPT_FILES)
                            .toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    private static final class Lines extends Formatter {
        @Override
        public String format(LogRecord line) {
            String time =
                    LocalDateTime.ofInstant(
                                    Instant.ofEpochMilli(line.getMillis()), ZoneId.systemDefault())
                            .format(TIME);
            StringBuilder text =
                    new StringBuilder("[%s] %s\n".formatted(time, inert(formatMessage(line))));
            for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
                text.append("  ").append(inert(cause.toString())).append('\n');
                for (StackTraceElement frame : cause.getStackTrace()) {
                    text.append("    at ").append(frame).append('\n');
                }
            }
            return text.toString();
        }

        /// One line that steers no terminal, whatever a hub or an agent put into it.
        private static String inert(String message) {
            String cut =
                    message.length() <= LONGEST ? message : message.substring(0, LONGEST) + " ...";
            return STEERING.matcher(cut)
                    .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
        }
    }
}
