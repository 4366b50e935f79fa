package hapi.cli;

import hapi.cli.command.Dispatcher;
import hapi.cli.command.Invocation;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/// What the launcher runs once, in a process of its own, to write the command line's AOT cache:
/// loads every class of ours and runs the commands that need no hub, so that the JVM stores them
/// parsed and linked. The launcher gives it a home of its own and a hub address where nobody
/// listens.
final class Training {
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--version"),
                    List.of("--help"),
                    List.of("auth", "status"),
                    List.of("runner", "status"),
                    List.of("doctor"),
                    List.of("hook-forwarder", "--port", "9", "--token", "none"));

    private Training() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        loadOurClasses();
        Json.parse(Json.write(Map.of("list", new int[] {1}, "text", "ä")));
        for (List<String> command : COMMANDS) {
            Dispatcher.run(command.toArray(String[]::new), Invocation.ofProcess());
        }
        // Threads of an HTTP client would keep the process.
        System.exit(0);
    }

    private static void loadOurClasses() throws IOException, ClassNotFoundException {
        var source =
                Path.of(
                        URI.create(
                                Training.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()));
        try (var jar = new JarFile(source.toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.startsWith("hapi/")
                        && name.endsWith(".class")
                        && !name.endsWith("-info.class")) {
                    Class.forName(name.replace(".class", "").replace('/', '.'));
                }
            }
        }
    }
}
