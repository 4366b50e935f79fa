package hapi.cli.claude;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// How an interactive `claude` tells us what it does: its hooks write their input as files into a
/// folder only the owner can enter, and we read them in order.
///
/// A hook that called our CLI would cost a JVM start at every prompt; hooks of type `http` are not
/// run for SessionStart (2.1.197, measured). What needs an answer goes to [HookServer]. A shell's
/// `cat` costs 2 ms and needs no port and no secret. Decision:
/// docs/decisions/0006-hooks-by-files.md.
final class HookFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HookFolder.class);
    private static final List<String> EVENTS =
            List.of("SessionStart", "UserPromptSubmit", "Stop", "SessionEnd");

    /// Two hooks may be written within one tick of the file system's clock (4 ms on Linux); the
    /// later one has the higher process id then.
    private static final Comparator<Path> OLDEST_FIRST =
            Comparator.comparingLong(HookFolder::writtenAt)
                    .thenComparingInt(file -> file.getFileName().toString().length())
                    .thenComparing(Path::getFileName);

    private final Path folder;

    /// One hook call. `event` is Claude's name for it, `mode` its permission mode or empty.
    record HookCall(String event, String sessionId, Path transcript, String mode) {}

    private HookFolder(Path folder) {
        this.folder = folder;
    }

    static HookFolder create(HapiHome home) throws IOException {
        Path parent = home.resolve("tmp").resolve("hooks");
        Files.createDirectories(parent);
        HapiHome.restrictFolder(parent);
        Path folder =
                Files.createDirectory(
                        parent.resolve(
                                "session-%d-%s"
                                        .formatted(
                                                ProcessHandle.current().pid(),
                                                UUID.randomUUID().toString().substring(0, 8))));
        HapiHome.restrictFolder(folder);
        return new HookFolder(folder);
    }

    /// Writes the settings file that makes `claude` call the hooks; readable by the owner only.
    ///
    /// @param base settings that hold beside our hooks and may have hooks of their own
    Path writeSettings(ObjectNode base) throws IOException {
        ObjectNode hooks = Json.object();
        for (String event : EVENTS) {
            ObjectNode hook = Json.object().put("type", "command").put("command", command());
            ObjectNode matcher = Json.object();
            if (event.equals("SessionStart")) {
                matcher.put("matcher", "*");
            }
            matcher.putArray("hooks").add(hook);
            hooks.putArray(event).add(matcher);
        }
        ObjectNode settings = new OwnSettings(base, List.of()).with(hooks);
        Path file = folder.resolve("settings.json");
        HapiHome.writePrivate(file, settings.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    /// The calls since the last poll, oldest first.
    List<HookCall> poll() {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    all.filter(file -> file.getFileName().toString().endsWith(".hook"))
                            .sorted(OLDEST_FIRST)
                            .toList();
        } catch (IOException e) {
            log.warn("cannot read {}: {}", folder, e.getMessage());
            return List.of();
        }
        List<HookCall> calls = new ArrayList<>();
        for (Path file : files) {
            try {
                var call = Json.parse(Files.readString(file));
                calls.add(
                        new HookCall(
                                call.path("hook_event_name").asString(""),
                                call.path("session_id").asString(""),
                                Path.of(call.path("transcript_path").asString("")),
                                call.path("permission_mode").asString("")));
            } catch (IOException | JsonSyntaxException e) {
                log.warn("a hook call could not be read: {}", e.getMessage());
            } finally {
                delete(file);
            }
        }
        return calls;
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(HookFolder::delete);
        } catch (IOException e) {
            log.debug("cannot empty {}: {}", folder, e.getMessage());
        }
        delete(folder);
    }

    /// Written whole under another name first, so that a poll never sees half a file.
    private String command() {
        String quoted = "'" + folder.toString().replace("'", "'\\''") + "/'";
        return "umask 077; f=" + quoted + "$$; cat >\"$f.tmp\" && mv \"$f.tmp\" \"$f.hook\"";
    }

    private static long writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("cannot delete {}: {}", file, e.getMessage());
        }
    }
}
