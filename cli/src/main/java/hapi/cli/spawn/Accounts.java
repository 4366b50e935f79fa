package hapi.cli.spawn;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Private folders in a home that hold the account with which somebody far away wants an agent to
/// work, one per session: the agent finds `auth.json` there. They go with their sessions.
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    private static final String FOLDER = "runner-accounts";

    private Accounts() {}

    static Path create(String token, HapiHome home) throws SpawnFailure {
        try {
            Json.parse(token);
            Path all = Files.createDirectories(home.resolve(FOLDER));
            HapiHome.restrictFolder(all);
            Path folder = Files.createTempDirectory(all, "account-");
            HapiHome.restrictFolder(folder);
            HapiHome.writePrivate(
                    folder.resolve("auth.json"), token.getBytes(StandardCharsets.UTF_8));
            return folder;
        } catch (IOException | JsonSyntaxException e) {
            // Nothing of the reason: it may quote the token.
            throw new SpawnFailure(SpawnHop.REQUEST, "token cannot be used");
        }
    }

    /// Removes what a runner that crashed left behind; call it while no session runs.
    public static void removeAll(HapiHome home) {
        Path all = home.resolve(FOLDER);
        if (Files.isDirectory(all)) {
            remove(all);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("{} stays: {}", folder, e.getMessage());
        }
    }
}
