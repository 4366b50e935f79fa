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

/// Anthropic's Messages API as Claude Code 2.1.197 uses it, streaming and not.
final class AnthropicMessages implements Dialect {
    private static final int FRAGMENT_CHARS = 24;

    /// What Claude Code puts beside a person's words: reminders, traces of local commands.
    private static final Pattern INJECTED =
            Pattern.compile(
                    "(?s)<(system-reminder|local-command-\\w+|command-\\w+|bash-\\w+)>.*?</\\1>");

    private static final Pattern NOTE = Pattern.compile("\\s*\\[Request interrupted by user.*?]");
    private static final Pattern FOLDER =
            Pattern.compile("(?i)working directory: ([^\\n<]+?)\\s*(\\n|<|$)");

    @Override
    public boolean answers(String path) {
        return path.endsWith("/messages");
    }

    @Override
    public Conversation read(JsonNode body) {
        String prompt = "";
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            if (!message.path("role").asString("").equals("user")) {
                continue;
            }
            for (JsonNode block : blocks(message.path("content"))) {
                if (block.path("type").asString("").equals("tool_result")) {
                    results.add(
                            new ToolResult(
                                    text(block.path("content")),
                                    block.path("is_error").asBoolean(false)));
                    continue;
                }
                String said = spoken(block.path("text").asString(""));
                if (!said.isEmpty()) {
                    prompt = said;
                    results.clear();
                }
            }
        }
        List<String> tools = new ArrayList<>();
        body.path("tools").forEach(tool -> tools.add(tool.path("name").asString("")));
        return new Conversation(
                prompt,
                results,
                tools,
                body.path("model").asString(""),
                folder(body),
                body.path("stream").asBoolean(false));
    }

    @Override
    public void write(Answer answer, Conversation conversation, Reply.Say reply)
            throws IOException, InterruptedException {
        if (conversation.streaming()) {
            new Stream(answer, conversation).write(reply);
        } else {
            answer.json(200, whole(answer, conversation, reply));
        }
    }

    @Override
    public JsonNode error(Reply.Fail failure) {
        ObjectNode error = Json.object().put("type", "error");
        error.putObject("error").put("type", failure.type()).put("message", failure.message());
        return error;
    }

    private static ObjectNode whole(Answer answer, Conversation conversation, Reply.Say reply)
            throws IOException, InterruptedException {
        ObjectNode message = head(conversation);
        ArrayNode content = message.putArray("content");
        for (Piece piece : reply.pieces()) {
            switch (piece) {
                case Piece.Silence() -> answer.awaitRelease();
                case Piece.Thinking(String text) ->
                        content.add(thinkingBlock(conversation.fill(text), signature()));
                case Piece.Text(String text, Duration pace) -> {
                    answer.pause(pace);
                    content.add(textBlock(conversation.fill(text)));
                }
                case Piece.ToolCall(String name, JsonNode input) ->
                        content.add(toolBlock(name).set("input", conversation.fill(input)));
            }
        }
        return message.put("stop_reason", stopReason(reply));
    }

    private static List<JsonNode> blocks(JsonNode content) {
        return content.isString()
                ? List.of(textBlock(content.stringValue()))
                : List.copyOf(content.valueStream().toList());
    }

    /// What is left of a text when everything is taken out that no person said.
    private static String spoken(String text) {
        return NOTE.matcher(INJECTED.matcher(text).replaceAll("")).replaceAll("").strip();
    }

    private static String text(JsonNode content) {
        StringBuilder text = new StringBuilder();
        blocks(content).forEach(block -> text.append(block.path("text").asString("")));
        return text.toString();
    }

    private static String folder(JsonNode body) {
        Matcher told = FOLDER.matcher(text(body.path("system")));
        if (told.find()) {
            return told.group(1);
        }
        for (JsonNode message : body.path("messages")) {
            told = FOLDER.matcher(text(message.path("content")));
            if (told.find()) {
                return told.group(1);
            }
        }
        return "";
    }

    private static ObjectNode head(Conversation conversation) {
        ObjectNode message =
                Json.object()
                        .put("id", id("msg_"))
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", conversation.model());
        message.putArray("content");
        message.putNull("stop_reason");
        message.putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", 100).put("output_tokens", 20);
        return message;
    }

    private static ObjectNode textBlock(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode thinkingBlock(String text, String signature) {
        return Json.object()
                .put("type", "thinking")
                .put("thinking", text)
                .put("signature", signature);
    }

    private static ObjectNode toolBlock(String name) {
        ObjectNode block =
                Json.object().put("type", "tool_use").put("id", id("toolu_")).put("name", name);
        block.putObject("input");
        return block;
    }

    private static String stopReason(Reply.Say reply) {
        boolean asksForTool = reply.pieces().stream().anyMatch(Piece.ToolCall.class::isInstance);
        return asksForTool ? "tool_use" : "end_turn";
    }

    private static String signature() {
        return "c2lnbmF0dXJl";
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    /// Cuts a text into fragments, at least one, never through a surrogate pair.
    private static List<String> fragments(String text) {
        List<String> fragments = new ArrayList<>();
        int start = 0;
        do {
            int end = Math.min(text.length(), start + FRAGMENT_CHARS);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            fragments.add(text.substring(start, end));
            start = end;
        } while (start < text.length());
        return fragments;
    }

    /// One streamed answer: `message_start`, three or more events for each block, `message_delta`,
    /// `message_stop`.
    private static final class Stream {
        private final Answer answer;
        private final Conversation conversation;
        private boolean started;
        private int index;

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
            ObjectNode delta = Json.object();
            delta.putObject("delta").put("stop_reason", stopReason(reply)).putNull("stop_sequence");
            delta.putObject("usage").put("output_tokens", 20);
            event("message_delta", delta);
            event("message_stop", Json.object());
        }

        private void text(String text, Duration pace) throws IOException, InterruptedException {
            open(textBlock(""));
            boolean first = true;
            for (String fragment : fragments(text)) {
                if (!first) {
                    answer.pause(pace);
                }
                first = false;
                delta("text_delta", "text", fragment);
            }
            shut();
        }

        private void thinking(String text) throws IOException {
            open(thinkingBlock("", ""));
            for (String fragment : fragments(text)) {
                delta("thinking_delta", "thinking", fragment);
            }
            delta("signature_delta", "signature", signature());
            shut();
        }

        private void toolCall(String name, String input) throws IOException {
            open(toolBlock(name));
            for (String fragment : fragments(input)) {
                delta("input_json_delta", "partial_json", fragment);
            }
            shut();
        }

        private void start() throws IOException {
            if (!started) {
                started = true;
                event("message_start", Json.object().set("message", head(conversation)));
            }
        }

        private void open(ObjectNode block) throws IOException {
            start();
            event("content_block_start", indexed().set("content_block", block));
        }

        private void delta(String type, String field, String fragment) throws IOException {
            ObjectNode delta = Json.object().put("type", type).put(field, fragment);
            event("content_block_delta", indexed().set("delta", delta));
        }

        private void shut() throws IOException {
            event("content_block_stop", indexed());
            index++;
        }

        private ObjectNode indexed() {
            return Json.object().put("index", index);
        }

        private void event(String type, JsonNode data) throws IOException {
            answer.event(type, Json.object().put("type", type).setAll((ObjectNode) data));
        }
    }
}
