package hapi.cli.claude;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The file that names the session's tool servers to Claude. Their addresses are secrets, and every
/// user of a machine sees the arguments of every process. It goes when this process ends.
final class ToolConfigFile {
    private ToolConfigFile() {}

    /// @param servers addresses by name
    static Path write(Map<String, String> servers) {
        ObjectNode config = Json.object();
        ObjectNode all = config.putObject("mcpServers");
        servers.forEach((name, url) -> all.putObject(name).put("type", "http").put("url", url));
        try {
            Path file = Files.createTempFile("hapi-mcp-", ".json"); // Its owner's alone.
            file.toFile().deleteOnExit();
            Files.write(file, config.toString().getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the session's tools cannot be named to the agent", e);
        }
    }
}
