package hapi.cli.acp;

import hapi.cli.agent.AgentLaunch;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Keeps Gemini CLI from losing a session while it loads it; measured with 0.61.0, decision 0032.
///
/// It names a session's file by the minute and the first eight characters of the id, and begins one
/// more file of that name on every `session/load` before it looks for the old one. In the minute in
/// which the session began that is the same file, and what it held counts no more: so the old file
/// is given an earlier minute first. In any later minute an empty twin is left, and the next start
/// in that project deletes the twin together with the file it is a twin of: so twins are removed.
final class GeminiChats implements KeptSession {
    private static final Logger log = LoggerFactory.getLogger(GeminiChats.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{7,63}");
    private static final Pattern NAME =
            Pattern.compile(
                    "session-(\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d)-([A-Za-z0-9-]{8})\\.jsonl");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm");

    private final Path projects;
    private final String id;
    private final Clock clock;

    /// @param projects the folder with one folder for each project
    GeminiChats(Path projects, String id, Clock clock) {
        this.projects = projects;
        this.id = id;
        this.clock = clock;
    }

    static KeptSession of(AgentLaunch launch) {
        String id = launch.resume();
        if (id == null || !ID.matcher(id).matches()) {
            return AS_IT_IS;
        }
        return new GeminiChats(
                home(launch).resolve(".gemini").resolve("tmp"), id, Clock.systemUTC());
    }

    private static Path home(AgentLaunch launch) {
        for (String name : List.of("GEMINI_CLI_HOME", "HOME", "USERPROFILE")) {
            String value = launch.environment().getOrDefault(name, "");
            if (!value.isEmpty()) {
                return launch.folder().resolve(value);
            }
        }
        return Path.of(System.getProperty("user.home"));
    }

    @Override
    public void beforeStart() {
        removeTwins();
        for (Path file : files()) {
            leaveThisMinute(file);
        }
    }

    @Override
    public void afterLoad() {
        removeTwins();
    }

    private void removeTwins() {
        List<Path> files = files();
        List<Path> twins = files.stream().filter(this::isTwin).toList();
        if (twins.size() == files.size()) {
            return;
        }
        for (Path twin : twins) {
            try {
                Files.deleteIfExists(twin);
            } catch (IOException e) {
                log.warn("{} could not be removed: {}", twin, e.toString());
            }
        }
    }

    private void leaveThisMinute(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        try {
            LocalDateTime now =
                    LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                            .truncatedTo(ChronoUnit.MINUTES);
            if (LocalDateTime.parse(name.group(1), MINUTE).isBefore(now)) {
                return;
            }
            LocalDateTime earlier = now.minusMinutes(1);
            while (Files.exists(sibling(file, earlier))) {
                earlier = earlier.minusMinutes(1);
            }
            Files.move(file, sibling(file, earlier));
        } catch (IOException | DateTimeParseException e) {
            log.warn("{} could not be renamed: {}", file, e.toString());
        }
    }

    private Path sibling(Path file, LocalDateTime minute) {
        return file.resolveSibling(
                "session-%s-%s.jsonl".formatted(MINUTE.format(minute), id.substring(0, 8)));
    }

    /// The files of this session, in whichever project it is.
    private List<Path> files() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(projects)) {
            for (Path project : all) {
                Path chats = project.resolve("chats");
                if (Files.isDirectory(chats)) {
                    found.addAll(in(chats));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("no sessions under {}: {}", projects, e.toString());
        }
        return found;
    }

    private List<Path> in(Path chats) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(chats, "session-*-" + id.substring(0, 8) + ".jsonl")) {
            for (Path file : all) {
                if (isOfThisSession(file)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private boolean isOfThisSession(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            return first != null && read(first).path("sessionId").asString("").equals(id);
        } catch (IOException e) {
            log.warn("{} could not be read: {}", file, e.toString());
            return false;
        }
    }

    /// Holds at most the words with which every session begins.
    private boolean isTwin(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = read(line);
                if (record.has("type")
                        || record.at("/$set/messages").size() > 1
                        || record.path("messages").size() > 1) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            log.warn("{} could not be read: {}", file, e.toString());
            return false;
        }
    }

    /// A line that is no JSON was cut off by the end of the process; Gemini passes it over too.
    private static JsonNode read(String line) {
        try {
            return Json.parse(line);
        } catch (JsonSyntaxException e) {
            return Json.object();
        }
    }
}
