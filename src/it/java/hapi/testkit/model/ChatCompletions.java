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
import tools.jackson.databind.node.ObjectNode;

/// OpenAI's Chat Completions API as OpenCode 1.18.33 uses it, streaming only.
final class ChatCompletions implements Dialect {
    private static final int FRAGMENT_CHARS = 24;
    private static final Pattern FOLDER = Pattern.compile("Working directory: (\\S+)");

    /// How OpenCode tells the model that a person refused.
    private static final Pattern REFUSAL = Pattern.compile("(?i)user rejected permission");

    @Override
    public boolean answers(String path) {
        return path.endsWith("/chat/completions");
    }

    @Override
    public Conversation read(JsonNode body) {
        String prompt = "";
        String folder = "";
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            List<String> texts = texts(message.path("content"));
            Matcher told = FOLDER.matcher(String.join("\n", texts));
            if (folder.isEmpty() && told.find()) {
                folder = told.group(1);
            }
            switch (message.path("role").asString("")) {
                case "user" -> {
                    // What HAPI adds for the agent comes first.
                    prompt = texts.isEmpty() ? "" : texts.getLast().strip();
                    results.clear();
                }
                case "tool" -> {
                    String output = String.join("\n", texts);
                    results.add(new ToolResult(output, REFUSAL.matcher(output).find()));
                }
                default -> {
                    // Its own words.
                }
            }
        }
        List<String> tools = new ArrayList<>();
        body.path("tools")
                .forEach(tool -> tools.add(tool.path("function").path("name").asString("")));
        return new Conversation(
                prompt, results, tools, body.path("model").asString(""), folder, true);
    }

    @Override
    public void write(Answer answer, Conversation conversation, Reply.Say reply)
            throws IOException, InterruptedException {
        new Stream(answer, conversation).write(reply);
    }

    @Override
    public JsonNode error(Reply.Fail failure) {
        ObjectNode error = Json.object();
        error.putObject("error").put("type", failure.type()).put("message", failure.message());
        return error;
    }

    private static List<String> texts(JsonNode content) {
        List<String> texts = new ArrayList<>();
        if (content.isString()) {
            texts.add(content.stringValue());
        }
        content.forEach(part -> texts.add(part.path("text").asString("")));
        texts.removeIf(String::isBlank);
        return texts;
    }

    /// One streamed answer: chunks with a delta each, the end with the reason and the usage.
    private static final class Stream {
        private final Answer answer;
        private final Conversation conversation;
        private final String id = "chatcmpl-" + UUID.randomUUID();
        private int calls;

        Stream(Answer answer, Conversation conversation) {
            this.answer = answer;
            this.conversation = conversation;
        }

        void write(Reply.Say reply) throws IOException, InterruptedException {
            for (Piece piece : reply.pieces()) {
                switch (piece) {
                    case Piece.Silence() -> answer.awaitRelease();
                    case Piece.Thinking(String text) ->
                            chunk(
                                    Json.object().put("reasoning_content", conversation.fill(text)),
                                    null);
                    case Piece.Text(String text, Duration pace) ->
                            text(conversation.fill(text), pace);
                    case Piece.ToolCall(String name, JsonNode input) ->
                            toolCall(name, Json.write(conversation.fill(input)));
                }
            }
            chunk(Json.object(), calls > 0 ? "tool_calls" : "stop");
        }

        private void text(String text, Duration pace) throws IOException, InterruptedException {
            for (int start = 0; start < text.length(); start += FRAGMENT_CHARS) {
                if (start > 0) {
                    answer.pause(pace);
                }
                int end = Math.min(text.length(), start + FRAGMENT_CHARS);
                chunk(Json.object().put("content", text.substring(start, end)), null);
            }
        }

        private void toolCall(String name, String input) throws IOException {
            ObjectNode delta = Json.object();
            ObjectNode call = delta.putArray("tool_calls").addObject().put("index", calls++);
            call.put("id", "call_" + UUID.randomUUID().toString().replace("-", ""));
            call.put("type", "function");
            call.putObject("function").put("name", name).put("arguments", input);
            chunk(delta, null);
        }

        private void chunk(ObjectNode delta, @org.jspecify.annotations.Nullable String end)
                throws IOException {
            ObjectNode chunk =
                    Json.object()
                            .put("id", id)
                            .put("object", "chat.completion.chunk")
                            .put("created", 1)
                            .put("model", conversation.model());
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            choice.set("delta", delta.put("role", "assistant"));
            choice.put("finish_reason", end);
            if (end != null) {
                chunk.putObject("usage")
                        .put("prompt_tokens", 100)
                        .put("completion_tokens", 20)
                        .put("total_tokens", 120);
            }
            answer.event(chunk);
        }
    }
}
