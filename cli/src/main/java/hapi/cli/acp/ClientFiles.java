package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.cli.rpc.WorkspaceTexts;
import hapi.protocol.json.Json;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads and writes for an agent that lets its client do it, inside the workspace only. It is not
/// offered, but OpenCode 1.18.33 writes this way all the same, and shows a refusal as an error.
final class ClientFiles {
    private static final int REFUSED = -32602;

    private final WorkspaceTexts texts;

    ClientFiles(WorkspaceTexts texts) {
        this.texts = texts;
    }

    /// False when this is no call about files.
    boolean request(String method, JsonRpcRequest request) {
        JsonNode params = request.params();
        try {
            switch (method) {
                case "fs/read_text_file" -> {
                    long firstLine = params.path("line").asLong(1);
                    long lines = params.path("limit").asLong(-1);
                    String text = texts.read(text(params, "path"), firstLine, lines);
                    request.answer(Json.object().put("content", text));
                }
                case "fs/write_text_file" -> {
                    if (!params.path("content").isString()) {
                        throw new IOException("nothing to write");
                    }
                    texts.write(text(params, "path"), text(params, "content"));
                    request.answer(JsonNodeFactory.instance.nullNode());
                }
                default -> {
                    return false;
                }
            }
        } catch (IOException e) {
            request.refuse(REFUSED, String.valueOf(e.getMessage()));
        }
        return true;
    }
}
