package hapi.cli.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool server (Model Context Protocol, streamable HTTP, stateless) for the one agent of this
/// session, on a random loopback port behind an unguessable path. One tool: `change_title`.
///
/// Answers are plain JSON, never a stream, and no session id is issued: Claude breaks on one.
/// Notifications are answered 202, anything but POST 405. Decision:
/// docs/decisions/0005-mcp-server.md.
public final class SessionToolServer implements AutoCloseable {
    public static final String NAME = "hapi";
    public static final String TITLE_TOOL = "mcp__hapi__change_title";
    private static final String NEWEST_VERSION = "2025-06-18";
    private static final int MAX_BODY = 256 * 1024;
    private static final int MAX_TITLE_CHARS = 200;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_REQUEST = -32600;
    private static final int PARSE_ERROR = -32700;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String path = "/mcp/" + UUID.randomUUID();
    private final Consumer<String> onTitle;

    private SessionToolServer(HttpServer server, Consumer<String> onTitle) {
        this.server = server;
        this.onTitle = onTitle;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /// `onTitle` gets each new title, stripped and at most 200 characters, on a server thread.
    public static SessionToolServer start(Consumer<String> onTitle) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SessionToolServer tools = new SessionToolServer(http, onTitle);
        http.createContext(tools.path, tools::handle);
        http.setExecutor(tools.threads);
        http.start();
        return tools;
    }

    public String url() {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            // A web page the user has open must not be able to call this.
            if (exchange.getRequestHeaders().containsKey("Origin")) {
                exchange.sendResponseHeaders(403, -1);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
            } else {
                byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
                if (body.length > MAX_BODY) {
                    exchange.sendResponseHeaders(413, -1);
                } else {
                    reply(exchange, answer(new String(body, StandardCharsets.UTF_8)));
                }
            }
        }
    }

    private static void reply(HttpExchange exchange, Optional<ObjectNode> answer)
            throws IOException {
        if (answer.isEmpty()) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        byte[] bytes = answer.get().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Empty for a notification.
    private Optional<ObjectNode> answer(String body) {
        JsonNode request;
        try {
            request = Json.parse(body);
        } catch (JsonSyntaxException e) {
            return Optional.of(error(null, PARSE_ERROR, "not JSON"));
        }
        JsonNode id = request.path("id");
        String method = request.path("method").asString("");
        if (method.isEmpty()) {
            return Optional.of(error(id, INVALID_REQUEST, "a request needs a method"));
        }
        if (id.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (method) {
                    case "initialize" -> result(id, welcome(request.path("params")));
                    case "ping" -> result(id, Json.object());
                    case "tools/list" -> result(id, tools());
                    case "tools/call" -> result(id, call(request.path("params")));
                    default -> error(id, METHOD_NOT_FOUND, "unknown method");
                });
    }

    private static ObjectNode welcome(JsonNode params) {
        ObjectNode welcome = Json.object();
        welcome.put("protocolVersion", params.path("protocolVersion").asString(NEWEST_VERSION));
        welcome.putObject("capabilities").putObject("tools");
        welcome.putObject("serverInfo").put("name", NAME).put("version", "1");
        return welcome;
    }

    private static ObjectNode tools() {
        ObjectNode tool = Json.object().put("name", "change_title");
        tool.put("description", "Sets the title under which the user sees this chat.");
        ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
        schema.putObject("properties")
                .putObject("title")
                .put("type", "string")
                .put("description", "A few words that say what the work is about");
        schema.putArray("required").add("title");
        ObjectNode list = Json.object();
        list.putArray("tools").add(tool);
        return list;
    }

    private ObjectNode call(JsonNode params) {
        String title = params.path("arguments").path("title").asString("").strip();
        if (!params.path("name").asString("").equals("change_title")) {
            return said("There is no such tool.", true);
        }
        if (title.isEmpty()) {
            return said("A title is needed.", true);
        }
        String cut =
                title.codePointCount(0, title.length()) <= MAX_TITLE_CHARS
                        ? title
                        : title.substring(0, title.offsetByCodePoints(0, MAX_TITLE_CHARS));
        onTitle.accept(cut);
        return said("Successfully changed chat title to: \"" + cut + "\"", false);
    }

    private static ObjectNode said(String text, boolean isError) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result.put("isError", isError);
    }

    private static ObjectNode result(JsonNode id, ObjectNode result) {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("result", result);
        return answer;
    }

    private static ObjectNode error(
            @org.jspecify.annotations.Nullable JsonNode id, int code, String message) {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        if (id == null || id.isMissingNode()) {
            answer.putNull("id");
        } else {
            answer.set("id", id);
        }
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }
}
