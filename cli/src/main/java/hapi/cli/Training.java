package hapi.cli;

import hapi.protocol.json.Json;
import java.net.http.HttpClient;
import java.util.Map;

/// What the launcher runs once, in a process of its own, to write the command line's AOT cache: it
/// touches what nearly every command needs, so that the JVM stores it parsed and linked. It reads
/// and writes no file and opens no connection.
final class Training {
    private Training() {}

    public static void main(String[] args) {
        Json.parse(Json.write(Map.of("list", new int[] {1}, "text", "ä")));
        try (var http = HttpClient.newHttpClient()) {
            http.version();
        }
        Main.main(new String[] {"--help"});
    }
}
