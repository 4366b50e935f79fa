package hapi.interop;

import hapi.protocol.json.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An agent that speaks ACP and takes no tool servers over http: it starts those it is given as its
/// children, word for word, and speaks MCP with the first one over their input and output. Each
/// prompt is set as the title with the tool it finds there; what the tool answers is what it says.
final class ToolUsingAgent {
    private static final String SESSION = "tool-using-session";

    private final BufferedWriter out;
    private List<String> toolServer = List.of();

    private ToolUsingAgent(BufferedWriter out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        ToolUsingAgent agent =
                new ToolUsingAgent(
                        new BufferedWriter(
                                new java.io.OutputStreamWriter(
                                        System.out, StandardCharsets.UTF_8)));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            agent.take(Json.parse(line));
        }
    }

    private void take(JsonNode request) throws IOException {
        switch (request.path("method").asString("")) {
            case "initialize" -> {
                ObjectNode hello = Json.object().put("protocolVersion", 1);
                hello.putObject("agentCapabilities");
                answer(request, hello);
            }
            case "session/new" -> {
                toolServer = command(request.at("/params/mcpServers/0"));
                answer(request, Json.object().put("sessionId", SESSION));
            }
            case "session/prompt" -> {
                // Our own instruction comes before what the person wrote.
                JsonNode blocks = request.at("/params/prompt");
                String text = blocks.path(blocks.size() - 1).path("text").asString("");
                say(title(text.lines().reduce("", (_, last) -> last)));
                answer(request, Json.object().put("stopReason", "end_turn"));
            }
            default -> {
                if (request.has("id") && request.has("method")) {
                    answer(request, Json.object());
                }
            }
        }
    }

    private static List<String> command(JsonNode server) {
        List<String> command = new ArrayList<>();
        command.add(server.path("command").asString(""));
        server.path("args").forEach(word -> command.add(word.asString("")));
        return command;
    }

    /// What the tool server of the session says to a new title, with all it wrote.
    private String title(String title) throws IOException {
        Process server =
                new ProcessBuilder(toolServer)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedWriter input = server.outputWriter(StandardCharsets.UTF_8);
                BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            Mcp mcp = new Mcp(input, output);
            mcp.ask(
                    "initialize",
                    Json.parse(
                            """
                            {"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}
                            """));
            mcp.tell("notifications/initialized");
            String tool = mcp.ask("tools/list", Json.object()).at("/tools/0/name").asString("");
            ObjectNode call = Json.object().put("name", tool);
            call.putObject("arguments").put("title", title);
            JsonNode said = mcp.ask("tools/call", call);
            input.close();
            String rest = output.readLine();
            return "%s said: %s%s"
                    .formatted(
                            tool,
                            said.at("/content/0/text").asString(said.toString()),
                            rest == null ? "" : " and then " + rest);
        } finally {
            server.destroy();
        }
    }

    private void say(String text) throws IOException {
        ObjectNode update = Json.object().put("sessionUpdate", "agent_message_chunk");
        update.putObject("content").put("type", "text").put("text", text);
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", "session/update");
        message.putObject("params").put("sessionId", SESSION).set("update", update);
        write(message);
    }

    private void answer(JsonNode request, ObjectNode result) throws IOException {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", result);
        write(answer);
    }

    private void write(ObjectNode message) throws IOException {
        out.write(message + "\n");
        out.flush();
    }

    /// One request after the other.
    private static final class Mcp {
        private final BufferedWriter input;
        private final BufferedReader output;
        private int last;

        Mcp(BufferedWriter input, BufferedReader output) {
            this.input = input;
            this.output = output;
        }

        JsonNode ask(String method, JsonNode params) throws IOException {
            ObjectNode request =
                    Json.object().put("jsonrpc", "2.0").put("id", ++last).put("method", method);
            request.set("params", params);
            input.write(request + "\n");
            input.flush();
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the tool server has ended");
            }
            JsonNode answer = Json.parse(line);
            if (answer.path("id").asInt() != last || !answer.has("result")) {
                throw new IOException("to %s the tool server said %s".formatted(method, line));
            }
            return answer.path("result");
        }

        void tell(String method) throws IOException {
            input.write(Json.object().put("jsonrpc", "2.0").put("method", method) + "\n");
            input.flush();
        }
    }
}
