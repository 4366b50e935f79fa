package hapi.testkit.model;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Google's `generateContent` and `streamGenerateContent` as Gemini CLI 0.61.0 uses them.
final class GenerateContent implements Dialect {
    private static final int FRAGMENT_CHARS = 24;

    /// Gemini tells the model about its surroundings in a first message of its own.
    private static final String SURROUNDINGS = "<session_context>";

    private static final Pattern FOLDER =
            Pattern.compile("Workspace Directories:\\*\\*\\s+- (\\S+)");

    @Override
    public boolean answers(String path) {
        return path.endsWith(":streamGenerateContent") || path.endsWith(":generateContent");
    }

    @Override
    public Conversation read(JsonNode body) {
        String prompt = "";
        String folder = "";
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode content : body.path("contents")) {
            for (JsonNode part : content.path("parts")) {
                String text = part.path("text").asString("").strip();
                Matcher told = FOLDER.matcher(text);
                if (told.find()) {
                    folder = told.group(1);
                }
                JsonNode response = part.path("functionResponse").path("response");
                if (response.isObject()) {
                    String error = response.path("error").asString("");
                    String output = response.path("output").asString(error);
                    results.add(new ToolResult(output, !error.isEmpty()));
                } else if (content.path("role").asString("user").equals("user")
                        && !text.isEmpty()
                        && !text.startsWith(SURROUNDINGS)) {
                    prompt = text;
                    results.clear();
                }
            }
        }
        List<String> tools = new ArrayList<>();
        body.path("tools")
                .forEach(group ->
                        group.path("functionDeclarations")
                                .forEach(tool -> tools.add(tool.path("name").asString(""))));
        return new Conversation(prompt, results, tools, "gemini", folder, true);
    }

    @Override
    public void write(Answer answer, Conversation conversation, Reply.Say reply)
            throws IOException, InterruptedException {
        for (Piece piece : reply.pieces()) {
            switch (piece) {
                case Piece.Silence() -> answer.awaitRelease();
                case Piece.Thinking(String text) ->
                        chunk(
                                answer,
                                Json.object()
                                        .put("text", conversation.fill(text))
                                        .put("thought", true),
                                false);
                case Piece.Text(String text, Duration pace) ->
                        text(answer, conversation.fill(text), pace);
                case Piece.ToolCall(String name, JsonNode input) -> {
                    ObjectNode part = Json.object();
                    ObjectNode call = part.putObject("functionCall").put("name", name);
                    call.put("id", "fc" + UUID.randomUUID().toString().replace("-", ""));
                    call.set("args", conversation.fill(input));
                    chunk(answer, part, false);
                }
            }
        }
        chunk(answer, null, true);
    }

    @Override
    public JsonNode error(Reply.Fail failure) {
        ObjectNode error = Json.object();
        error.putObject("error")
                .put("code", failure.status())
                .put("status", "INVALID_ARGUMENT")
                .put("message", failure.message());
        return error;
    }

    private static void text(Answer answer, String text, Duration pace)
            throws IOException, InterruptedException {
        for (int start = 0; start < text.length(); start += FRAGMENT_CHARS) {
            if (start > 0) {
                answer.pause(pace);
            }
            int end = Math.min(text.length(), start + FRAGMENT_CHARS);
            chunk(answer, Json.object().put("text", text.substring(start, end)), false);
        }
    }

    private static void chunk(
            Answer answer, @org.jspecify.annotations.Nullable ObjectNode part, boolean isEnd)
            throws IOException {
        ObjectNode chunk = Json.object();
        ObjectNode candidate = chunk.putArray("candidates").addObject().put("index", 0);
        ArrayNode parts = candidate.putObject("content").put("role", "model").putArray("parts");
        if (part != null) {
            parts.add(part);
        }
        if (isEnd) {
            parts.addObject().put("text", "");
            candidate.put("finishReason", "STOP");
            chunk.putObject("usageMetadata")
                    .put("promptTokenCount", 100)
                    .put("candidatesTokenCount", 20)
                    .put("totalTokenCount", 120);
        }
        answer.event(chunk);
    }
}
