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

/// OpenAI's Responses API as Codex 0.169.0 uses it, streaming only. A tool of a namespace is named
/// `namespace/tool`.
final class ResponsesApi implements Dialect {
    private static final int FRAGMENT_CHARS = 24;

    /// What Codex puts beside a person's words.
    private static final Pattern INJECTED =
            Pattern.compile("(?s)^\\s*<(\\w+)(?:\\s[^>]*)?>.*</\\1>\\s*$");

    private static final Pattern FOLDER = Pattern.compile("<cwd>([^<]+)</cwd>");

    /// How Codex tells the model that a person refused, or that a tool failed.
    private static final Pattern REFUSAL =
            Pattern.compile("(?i)rejected by user|patch rejected|tool call requires approval");

    @Override
    public boolean answers(String path) {
        return path.endsWith("/responses");
    }

    @Override
    public Conversation read(JsonNode body) {
        String prompt = "";
        String folder = "";
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode item : body.path("input")) {
            String text = text(item.path("content"));
            Matcher told = FOLDER.matcher(text);
            if (told.find()) {
                folder = told.group(1);
            }
            if (item.path("type").asString("").endsWith("_output")) {
                String output = text(item.path("output"));
                results.add(new ToolResult(output, REFUSAL.matcher(output).find()));
            } else if (item.path("role").asString("").equals("user")
                    && !text.isBlank()
                    && !INJECTED.matcher(text).matches()) {
                prompt = text.strip();
                results.clear();
            }
        }
        List<String> tools = new ArrayList<>();
        body.path("tools").forEach(tool -> tools.add(tool.path("name").asString("")));
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

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    /// One streamed answer: `response.created`, the items, `response.completed`.
    private static final class Stream {
        private final Answer answer;
        private final Conversation conversation;
        private final String id = id("resp_");
        private final ArrayNode output = Json.object().putArray("output");
        private boolean isStarted;
        private int number;

        Stream(Answer answer, Conversation conversation) {
            this.answer = answer;
            this.conversation = conversation;
        }

        void write(Reply.Say reply) throws IOException, InterruptedException {
            for (Piece piece : reply.pieces()) {
                switch (piece) {
                    case Piece.Silence() -> answer.awaitRelease();
                    case Piece.Thinking(String text) -> thinking(conversation.fill(text));
                    case Piece.Text(String text, Duration pace) ->
                            text(conversation.fill(text), pace);
                    case Piece.ToolCall(String name, JsonNode input) ->
                            toolCall(name, Json.write(conversation.fill(input)));
                }
            }
            start();
            ObjectNode done = response("completed");
            ObjectNode usage = done.putObject("usage").put("input_tokens", 100);
            usage.putObject("input_tokens_details").put("cached_tokens", 0);
            usage.put("output_tokens", 20);
            usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
            usage.put("total_tokens", 120);
            event("response.completed", Json.object().set("response", done));
        }

        private void text(String text, Duration pace) throws IOException, InterruptedException {
            ObjectNode item =
                    Json.object()
                            .put("type", "message")
                            .put("id", id("msg_"))
                            .put("role", "assistant");
            item.putArray("content");
            begin(item);
            ObjectNode part = Json.object().put("type", "output_text").put("text", "");
            event("response.content_part.added", within(item).set("part", part));
            for (int start = 0; start < text.length(); start += FRAGMENT_CHARS) {
                if (start > 0) {
                    answer.pause(pace);
                }
                int end = Math.min(text.length(), start + FRAGMENT_CHARS);
                event(
                        "response.output_text.delta",
                        within(item).put("delta", text.substring(start, end)));
            }
            item.withArray("content").add(part.deepCopy().put("text", text));
            end(item);
        }

        private void thinking(String text) throws IOException {
            ObjectNode item = Json.object().put("type", "reasoning").put("id", id("rs_"));
            item.putArray("summary");
            begin(item);
            ObjectNode part = Json.object().put("type", "summary_text").put("text", "");
            event(
                    "response.reasoning_summary_part.added",
                    within(item).put("summary_index", 0).set("part", part));
            event(
                    "response.reasoning_summary_text.delta",
                    within(item).put("summary_index", 0).put("delta", text));
            item.withArray("summary").add(part.deepCopy().put("text", text));
            end(item);
        }

        private void toolCall(String name, String input) throws IOException {
            ObjectNode item =
                    Json.object()
                            .put("type", "function_call")
                            .put("id", id("fc_"))
                            .put("call_id", id("call_"));
            int slash = name.indexOf('/');
            if (slash > 0) {
                item.put("namespace", name.substring(0, slash));
            }
            item.put("name", name.substring(slash + 1)).put("arguments", "");
            begin(item);
            event("response.function_call_arguments.delta", within(item).put("delta", input));
            item.put("arguments", input);
            end(item);
        }

        private void begin(ObjectNode item) throws IOException {
            start();
            event("response.output_item.added", place().set("item", item.deepCopy()));
        }

        private void end(ObjectNode item) throws IOException {
            item.put("status", "completed");
            event("response.output_item.done", place().set("item", item));
            output.add(item);
        }

        private void start() throws IOException {
            if (!isStarted) {
                isStarted = true;
                event("response.created", Json.object().set("response", response("in_progress")));
            }
        }

        private ObjectNode response(String status) {
            ObjectNode response =
                    Json.object()
                            .put("id", id)
                            .put("object", "response")
                            .put("status", status)
                            .put("model", conversation.model());
            response.set("output", output.deepCopy());
            return response;
        }

        private ObjectNode place() {
            return Json.object().put("output_index", output.size());
        }

        private ObjectNode within(ObjectNode item) {
            return place().put("item_id", item.path("id").asString("")).put("content_index", 0);
        }

        private void event(String type, JsonNode data) throws IOException {
            answer.event(
                    type,
                    Json.object()
                            .put("type", type)
                            .put("sequence_number", number++)
                            .setAll((ObjectNode) data));
        }
    }
}
