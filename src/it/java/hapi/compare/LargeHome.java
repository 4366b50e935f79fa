package hapi.compare;

import hapi.testkit.hub.Edition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A home with much in it, made once for each hub over the public protocol and copied for each use:
/// one long session, a short one, 200 with 25 messages each, and namespaces full of sessions.
final class LargeHome {
    private static final int FILLED_SESSIONS = 200;
    private static final int FILLED_MESSAGES = 25;
    private static final int BETWEEN_BARRIERS = 400;
    private static final String LONG = "long-session";
    private static final String SHORT = "short-session";
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private final Path folder;
    private final Scale scale;

    /// @param folder where prepared homes are kept
    LargeHome(Path folder, Scale scale) {
        this.folder = folder;
        this.scale = scale;
    }

    static String namespace(int sessions) {
        return "list" + sessions;
    }

    static String longSession(MeasuredHub hub) throws IOException {
        return Files.readString(hub.home().resolve(LONG));
    }

    static String shortSession(MeasuredHub hub) throws IOException {
        return Files.readString(hub.home().resolve(SHORT));
    }

    /// A copy of the home, made now if there is none.
    Path copy(Edition edition, Path to) throws IOException {
        Path prepared = folder.resolve(edition.name().toLowerCase() + "-" + key(edition));
        if (!Files.exists(prepared.resolve("prepared"))) {
            System.err.println("preparing a large home for " + edition);
            prepare(edition, Files.createDirectories(prepared));
            Files.createFile(prepared.resolve("prepared"));
        }
        try (Stream<Path> files = Files.walk(prepared)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(prepared.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    private void prepare(Edition edition, Path home) throws IOException {
        MeasuredHub hub = MeasuredHub.start(edition, home, false);
        try {
            String small = fill(hub, 1, scale.shortSession());
            Files.writeString(home.resolve(SHORT), small);
            String large = fill(hub, 1, scale.longSession());
            Files.writeString(home.resolve(LONG), large);
            fill(hub, FILLED_SESSIONS, FILLED_MESSAGES);
            for (int list : scale.lists()) {
                Lines.sessions(hub, namespace(list), list);
            }
        } finally {
            hub.stop();
        }
    }

    /// @return the id of one of the sessions
    private static String fill(MeasuredHub hub, int sessions, int messages) {
        Marker marker = new Marker(1024);
        try (Lines lines = new Lines(hub, sessions)) {
            lines.together(i -> {
                for (int n = 0; n < messages; n++) {
                    lines.get(i).send(marker.text(n));
                    if (n % BETWEEN_BARRIERS == 0) {
                        lines.get(i).flush();
                    }
                }
                lines.get(i).flush();
            });
            return lines.get(0).sessionId();
        }
    }

    /// A home of ours fits the schema that made it; one of the published hub always fits.
    private String key(Edition edition) throws IOException {
        String schema = "0.30.7";
        if (edition == Edition.OURS && Files.isDirectory(MIGRATIONS)) {
            try (Stream<Path> files = Files.list(MIGRATIONS)) {
                schema =
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .collect(Collectors.joining());
            }
        }
        return "%08x-%d".formatted(schema.hashCode(), scale.longSession());
    }
}
