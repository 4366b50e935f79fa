package hapi.cli.opencode;

import hapi.cli.agent.AgentLaunch;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Our plugin and our instruction, in a folder only the owner can enter, for one run of the screen.
/// OpenCode is told of them by a variable whose settings it adds to the person's own; no file of
/// the person is touched. Measured with 1.18.33.
final class PluginFolder implements AutoCloseable {
    static final String SETTINGS_VARIABLE = "OPENCODE_CONFIG_CONTENT";
    private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);
    private static final String PLUGIN = "hapi.js";
    private static final String INSTRUCTION = "hapi.md";

    /// Events are told one after the other: OpenCode does not wait for its plugins, and two
    /// requests at a time could overtake each other. What it asks is told first, then its answer is
    /// waited for.
    private static final String SCRIPT =
            """
            const hub = %s
            const token = %s
            const wanted = new Set([
              "session.created", "session.updated", "session.status", "session.idle",
              "session.error", "session.compacted", "message.updated", "message.part.updated",
              "todo.updated", "permission.asked", "permission.replied",
            ])
            let last = Promise.resolve()
            let isOver = false

            const call = async (path, text) => {
              const reply = await fetch(hub + path, {
                method: "POST",
                headers: {
                  "content-type": "application/json",
                  "x-hapi-plugin-token": token,
                  "x-hapi-process": String(process.pid),
                },
                body: text,
                timeout: false,
              })
              if (reply.status === 409) isOver = true
              return reply
            }

            const tell = (event) => {
              const text = JSON.stringify({ type: event.type, properties: event.properties })
              last = last.then(() => (isOver ? undefined : call("/event", text))).catch(() => {})
              return last
            }

            const answer = async (client, question) => {
              const text = JSON.stringify({ id: question.id })
              while (!isOver) {
                const reply = await call("/answer", text)
                if (reply.status === 204) continue
                if (reply.status !== 200) return
                await client.postSessionIdPermissionsPermissionId({
                  path: { id: question.sessionID, permissionID: question.id },
                  body: { response: await reply.text() },
                })
                return
              }
            }

            export const Hapi = async ({ client }) => {
              tell({ type: "hapi.started", properties: {} })
              return {
                event: async ({ event }) => {
                  if (isOver || !wanted.has(event.type)) return
                  const told = tell(event)
                  if (event.type === "permission.asked") {
                    told.then(() => answer(client, event.properties)).catch(() => {})
                  }
                },
              }
            }
            """;

    private final Path folder;

    private PluginFolder(Path folder) {
        this.folder = folder;
    }

    static PluginFolder create(HapiHome home, PluginServer server, String instruction)
            throws IOException {
        Path parent = home.resolve("tmp").resolve("opencode");
        Files.createDirectories(parent);
        HapiHome.restrictFolder(parent);
        String name =
                "screen-%d-%s"
                        .formatted(
                                ProcessHandle.current().pid(),
                                UUID.randomUUID().toString().substring(0, 8));
        Path folder = Files.createDirectory(parent.resolve(name));
        HapiHome.restrictFolder(folder);
        String script =
                SCRIPT.formatted(
                        Json.write(Json.tree(server.url())), Json.write(Json.tree(server.token())));
        write(folder.resolve(PLUGIN), script);
        write(folder.resolve(INSTRUCTION), instruction + System.lineSeparator());
        return new PluginFolder(folder);
    }

    /// The settings for OpenCode: the person's own from the same variable, plugin, instruction and
    /// tool servers added.
    ///
    /// @throws IOException when the person's own settings in the variable are not JSON
    String settings(AgentLaunch launch) throws IOException {
        ObjectNode settings = own(launch.environment());
        list(settings, "plugin").add(folder.resolve(PLUGIN).toUri().toString());
        list(settings, "instructions").add(folder.resolve(INSTRUCTION).toString());
        ObjectNode servers = settings.withObject("/mcp");
        for (Map.Entry<String, String> server : launch.mcpServers().entrySet()) {
            servers.putObject(server.getKey())
                    .put("type", "remote")
                    .put("url", server.getValue())
                    .put("enabled", true)
                    .put("oauth", false);
        }
        return Json.write(settings);
    }

    @Override
    public void close() {
        for (Path file : List.of(folder.resolve(PLUGIN), folder.resolve(INSTRUCTION), folder)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.debug("cannot delete {}: {}", file, e.getMessage());
            }
        }
    }

    private static ObjectNode own(Map<String, String> environment) throws IOException {
        String text = environment.getOrDefault(SETTINGS_VARIABLE, "");
        if (text.isBlank()) {
            return Json.object();
        }
        try {
            if (Json.parse(text) instanceof ObjectNode settings) {
                return settings;
            }
        } catch (JsonSyntaxException e) {
            throw new IOException(SETTINGS_VARIABLE + " is not JSON", e);
        }
        throw new IOException(SETTINGS_VARIABLE + " is no JSON object");
    }

    private static ArrayNode list(ObjectNode settings, String key) {
        return settings.path(key) instanceof ArrayNode list ? list : settings.putArray(key);
    }

    private static void write(Path file, String text) throws IOException {
        HapiHome.writePrivate(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
