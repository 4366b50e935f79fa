package hapi.surface;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class ScriptCommandsIT extends ScriptCommandsContract {
    @TempDir private static Path hubHome;
    private static EmbeddedHub hub;

    @BeforeAll
    static void start() {
        hub = EmbeddedHub.start(hubHome, Clock.systemUTC(), Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Override
    URI hubUrl() {
        return hub.url();
    }

    @Override
    String hubToken() {
        return EmbeddedHub.TOKEN;
    }

    @Override
    boolean passesReasons() {
        return true;
    }
}
