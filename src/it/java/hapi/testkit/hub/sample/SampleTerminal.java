package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A shell that greets in colours, repeats what is typed and ends on `exit`.
final class SampleTerminal {
    private static final String PROMPT = "\u001b[32mmira@workbench\u001b[0m:\u001b[34m~\u001b[0m$ ";

    private final ScriptedPeer peer;
    private final StringBuilder line = new StringBuilder();

    private SampleTerminal(ScriptedPeer peer) {
        this.peer = peer;
    }

    static void serve(ScriptedPeer peer) {
        SampleTerminal shell = new SampleTerminal(peer);
        peer.on("terminal:open", shell::opened);
        peer.on("terminal:write", shell::typed);
        peer.on("terminal:resize", data -> {});
        peer.on("terminal:close", data -> {});
    }

    private void opened(JsonNode data) {
        peer.emit("terminal:ready", about(data));
        say(data, "Welcome aboard.\r\n" + PROMPT);
    }

    private void typed(JsonNode data) {
        String typed = data.path("data").asString("");
        StringBuilder echo = new StringBuilder();
        for (char letter : typed.toCharArray()) {
            if (letter != '\r') {
                line.append(letter);
                echo.append(letter);
                continue;
            }
            String command = line.toString();
            line.setLength(0);
            if (command.equals("exit")) {
                say(data, echo + "\r\n");
                peer.emit(
                        "terminal:exit",
                        about(data).put("code", 0).set("signal", Json.parse("null")));
                return;
            }
            echo.append("\r\n");
            if (command.equals("ls")) {
                echo.append("Cargo.toml  README.md  \u001b[34msrc\u001b[0m\r\n");
            } else if (!command.isEmpty()) {
                echo.append(command).append(": not here\r\n");
            }
            echo.append(PROMPT);
        }
        say(data, echo.toString());
    }

    private void say(JsonNode data, String text) {
        peer.emit("terminal:output", about(data).put("data", text));
    }

    private static ObjectNode about(JsonNode data) {
        return Json.object()
                .put("sessionId", data.path("sessionId").asString(""))
                .put("terminalId", data.path("terminalId").asString(""));
    }
}
