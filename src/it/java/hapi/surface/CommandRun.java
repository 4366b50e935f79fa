package hapi.surface;

import hapi.cli.command.Dispatcher;
import hapi.cli.command.Invocation;
import hapi.protocol.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Runs commands of `hapi` in the test's own process, with a home and an environment of their own
/// and without a terminal.
final class CommandRun {
    private final Map<String, String> environment = new HashMap<>();
    private Clock clock = Clock.systemUTC();

    record Result(int code, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }
    }

    CommandRun(Path home) {
        environment.put("HAPI_HOME", home.toString());
        environment.put("HOME", home.toString());
        environment.put("HAPI_HOSTNAME", "box");
        environment.put("PATH", "");
    }

    CommandRun with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    String value(String name) {
        return environment.get(name);
    }

    CommandRun at(Clock other) {
        clock = other;
        return this;
    }

    Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Dispatcher.run(
                        words,
                        new Invocation(
                                environment,
                                new ByteArrayInputStream(new byte[0]),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                clock));
        return new Result(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
