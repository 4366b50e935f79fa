package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import hapi.cli.jsonrpc.JsonRpcException;
import hapi.cli.jsonrpc.JsonRpcSession;
import hapi.cli.jsonrpc.PeerGoneException;
import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Greets an agent and opens a session: the old one if the agent still has it, else a new one. Runs
/// on a thread of its own and waits for each answer.
final class Handshake {
    private static final Logger log = LoggerFactory.getLogger(Handshake.class);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int AUTH_REQUIRED = -32000;

    private final AcpFlavor flavor;
    private final AgentLaunch launch;
    private final JsonRpcSession rpc;
    private JsonNode hello = Json.object();

    Handshake(AcpFlavor flavor, AgentLaunch launch, JsonRpcSession rpc) {
        this.flavor = flavor;
        this.launch = launch;
        this.rpc = rpc;
    }

    /// What was opened. `isLoaded`: it is the old session, and its history may still be told.
    /// `isForgotten`: there was an old one, which the agent does not have any more.
    record Opened(
            String sessionId, SessionOptions options, boolean isLoaded, boolean isForgotten) {}

    /// The agent could not be greeted, in one sentence. `isGone`: because it ended.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean isGone;

        Failed(String message, boolean isGone) {
            super(message);
            this.isGone = isGone;
        }

        boolean isGone() {
            return isGone;
        }
    }

    void greet() throws Failed {
        ObjectNode params = Json.object().put("protocolVersion", 1);
        ObjectNode capabilities = params.putObject("clientCapabilities");
        capabilities.putObject("fs").put("readTextFile", false).put("writeTextFile", false);
        capabilities.put("terminal", false);
        params.putObject("clientInfo")
                .put("name", "hapi")
                .put("title", "HAPI")
                .put("version", ProgramVersion.current());
        hello = call("initialize", params);
        if (!hello.path("protocolVersion").isNumber()) {
            throw new Failed(flavor.label() + " does not speak the Agent Client Protocol", false);
        }
    }

    /// @param onSession is told the id before the agent may speak of it
    Opened open(java.util.function.Consumer<String> onSession) throws Failed {
        String old = launch.resume();
        if (old != null && hello.path("agentCapabilities").path("loadSession").asBoolean(false)) {
            onSession.accept(old);
            ObjectNode params = place().put("sessionId", old);
            try {
                JsonNode loaded = answer(rpc.call("session/load", params, LIMIT));
                return new Opened(old, SessionOptions.NONE.with(loaded), true, false);
            } catch (JsonRpcException e) {
                log.info("{} does not load its session {}: {}", flavor.label(), old, e.toString());
                onSession.accept("");
            } finally {
                flavor.kept().apply(launch).afterLoad();
            }
        }
        JsonNode made = call("session/new", place());
        String id = text(made, "sessionId");
        if (id.isEmpty()) {
            throw new Failed(flavor.label() + " opened a session without an id", false);
        }
        onSession.accept(id);
        return new Opened(id, SessionOptions.NONE.with(made), false, old != null);
    }

    private ObjectNode place() {
        ObjectNode params = Json.object().put("cwd", launch.folder().toString());
        ArrayNode servers = params.putArray("mcpServers");
        boolean takesUrls =
                hello.path("agentCapabilities")
                        .path("mcpCapabilities")
                        .path("http")
                        .asBoolean(false);
        launch.mcpServers()
                .forEach((name, url) -> {
                    ObjectNode server = servers.addObject();
                    if (takesUrls) {
                        server.put("type", "http").put("name", name).put("url", url);
                        server.putArray("headers");
                    } else {
                        bridge(server, name, url);
                    }
                });
        return params;
    }

    /// An agent that knows no http servers gets a child of ours that carries the calls over.
    private void bridge(ObjectNode server, String name, String url) {
        List<String> command =
                Launcher.find(launch.environment()).command(List.of("mcp", "--url", url));
        server.put("name", name).put("command", command.getFirst());
        ArrayNode arguments = server.putArray("args");
        command.subList(1, command.size()).forEach(arguments::add);
        server.putArray("env");
    }

    private JsonNode call(String method, ObjectNode params) throws Failed {
        try {
            return answer(rpc.call(method, params, LIMIT));
        } catch (JsonRpcException e) {
            String how = e.code() == AUTH_REQUIRED ? signIn() : "";
            throw new Failed(
                    "%s refused %s: %s%s".formatted(flavor.label(), method, words(e), how), false);
        }
    }

    private JsonNode answer(CompletableFuture<JsonNode> call) throws Failed, JsonRpcException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case JsonRpcException refused -> throw refused;
                case PeerGoneException gone ->
                        throw new Failed(String.valueOf(gone.getMessage()), true);
                case TimeoutException _ ->
                        throw new Failed(
                                "%s did not answer within %d s"
                                        .formatted(flavor.label(), LIMIT.toSeconds()),
                                false);
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted", false);
        }
    }

    private String signIn() {
        List<String> ways = new ArrayList<>();
        for (JsonNode way : hello.path("authMethods")) {
            String how = text(way, "description");
            ways.add(how.isEmpty() ? text(way, "name") : how);
        }
        return ways.isEmpty() ? "" : ". Sign in first: " + String.join("; ", ways);
    }

    /// What the agent said, on one line, with its own details.
    static String words(JsonRpcException e) {
        String details = text(e.data(), "details");
        String said = details.isEmpty() ? String.valueOf(e.getMessage()) : details;
        return said.lines().findFirst().orElse("");
    }
}
