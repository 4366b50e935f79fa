package hapi.cli.codex;

import hapi.cli.agent.AgentEvent.Content;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns lines of a rollout file into what the chat is told. Codex 0.169 writes whole items
/// (`item_completed`); older ones wrote single messages and function calls, which count as long as
/// no item was seen. Lines older than the run are backlog: they were told when they happened.
/// Single-threaded.
final class RolloutReader {
    private static final Logger log = LoggerFactory.getLogger(RolloutReader.class);

    private final Instant startedAt;
    private final CodexMessages messages;
    private final CodexItems items;
    private boolean hasItems;
    private Instant lastLineAt;

    RolloutReader(String sessionId, Instant startedAt, Clock clock) {
        this.startedAt = startedAt;
        this.lastLineAt = startedAt;
        this.messages = new CodexMessages(clock);
        this.items = new CodexItems(messages);
        messages.thread(sessionId);
    }

    /// What a line says.
    sealed interface Said {
        /// A whole hub message; `at` is epoch milliseconds, 0 if unknown.
        record Message(ObjectNode message, long at) implements Said {}

        record TurnStarted() implements Said {}

        record TurnEnded() implements Said {}
    }

    List<Said> read(String text) {
        try {
            if (Json.parse(text) instanceof ObjectNode line) {
                long at = millis(line.path("timestamp").asString(""));
                if (at > 0 && at < startedAt.toEpochMilli()) {
                    return List.of();
                }
                lastLineAt = at > 0 ? Instant.ofEpochMilli(at) : lastLineAt;
                return read(line, at);
            }
        } catch (JsonSyntaxException e) {
            log.debug("a rollout line is not JSON, skipped");
        }
        return List.of();
    }

    /// When the last line was written that is no backlog; the start of the run as long as there is
    /// none.
    Instant lastLineAt() {
        return lastLineAt;
    }

    private List<Said> read(ObjectNode line, long at) {
        JsonNode payload = line.path("payload");
        String type = payload.path("type").asString("");
        if (line.path("type").asString("").equals("response_item")) {
            return hasItems ? List.of() : said(oldItem(type, payload), at);
        }
        if (!line.path("type").asString("").equals("event_msg")) {
            return List.of();
        }
        return switch (type) {
            case "task_started" -> {
                messages.turn(payload.path("turn_id").asString(""));
                yield List.of(new Said.TurnStarted());
            }
            case "task_complete", "turn_aborted" -> List.of(new Said.TurnEnded());
            case "item_completed" -> {
                hasItems = true;
                yield item(payload.path("item"), at);
            }
            case "token_count" ->
                    payload.hasNonNull("info")
                            ? said(List.of(messages.tokens(payload.path("info"))), at)
                            : List.of();
            case "error" ->
                    said(
                            List.of(
                                    messages.note(
                                            payload.path("message").asString("Codex failed"))),
                            at);
            case "user_message", "agent_message", "agent_reasoning" ->
                    hasItems ? List.of() : old(type, payload, at);
            default -> List.of();
        };
    }

    private List<Said> item(JsonNode node, long at) {
        if (!(node instanceof ObjectNode item)) {
            return List.of();
        }
        String kind = item.path("type").asString("").toLowerCase(Locale.ROOT);
        if (kind.equals("usermessage")) {
            return typed(texts(item.path("content")), at);
        }
        return said(items.completed(inServerWords(item)), at);
    }

    private List<Said> old(String type, JsonNode payload, long at) {
        String text = payload.path("message").asString(payload.path("text").asString(""));
        if (text.isBlank()) {
            return List.of();
        }
        return switch (type) {
            case "user_message" -> typed(text, at);
            case "agent_message" -> said(List.of(messages.message("at-" + at, text)), at);
            default -> said(List.of(messages.reasoning("at-" + at, text)), at);
        };
    }

    private List<Content> oldItem(String type, JsonNode payload) {
        String call = payload.path("call_id").asString("");
        if (call.isEmpty()) {
            return List.of();
        }
        return switch (type) {
            case "function_call" ->
                    List.of(
                            messages.call(
                                    call,
                                    payload.path("name").asString("tool"),
                                    arguments(payload.path("arguments").asString(""))));
            case "function_call_output" ->
                    List.of(
                            messages.result(
                                    call,
                                    Json.object().set("output", payload.path("output")),
                                    false));
            default -> List.of();
        };
    }

    private static ObjectNode arguments(String text) {
        try {
            if (Json.parse(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            log.debug("arguments of a call are no JSON");
        }
        return Json.object().put("arguments", text);
    }

    private static List<Said> typed(String text, long at) {
        if (text.isBlank()) {
            return List.of();
        }
        ObjectNode message = Json.object().put("role", "user");
        message.putObject("content").put("type", "text").put("text", text);
        message.putObject("meta").put("sentFrom", "cli");
        return List.of(new Said.Message(message, at));
    }

    private static List<Said> said(List<Content> contents, long at) {
        List<Said> all = new ArrayList<>();
        for (Content content : contents) {
            ObjectNode message = Json.object().put("role", "agent");
            message.set("content", content.content().read());
            message.putObject("meta").put("sentFrom", "cli");
            all.add(new Said.Message(message, at));
        }
        return all;
    }

    /// The same item as the app server spells it.
    private static ObjectNode inServerWords(ObjectNode item) {
        ObjectNode words = Json.object();
        item.properties().forEach(field -> words.set(camel(field.getKey()), field.getValue()));
        if (item.path("content").isArray() && !words.has("text")) {
            words.put("text", texts(item.path("content")));
        }
        if (item.has("summary_text")) {
            words.set("summary", item.path("summary_text"));
            words.set("content", item.path("raw_content"));
        }
        if (item.path("command").isArray()) {
            words.put("command", command(item.path("command")));
        }
        folder(item.path("cwd").asString("")).ifPresent(folder -> words.put("cwd", folder));
        return words;
    }

    /// Words of a shell's command line; of `shell -lc command` the command.
    private static String command(JsonNode words) {
        if (words.size() == 3 && words.path(1).asString("").matches("-l?c")) {
            return words.path(2).asString("");
        }
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.asString("")));
        return String.join(" ", all);
    }

    private static Optional<String> folder(String url) {
        try {
            return url.startsWith("file:/")
                    ? Optional.ofNullable(URI.create(url).getPath())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String texts(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean isUpper = false;
        for (char c : name.toCharArray()) {
            if (c == '_') {
                isUpper = true;
            } else {
                camel.append(isUpper ? Character.toUpperCase(c) : c);
                isUpper = false;
            }
        }
        return camel.toString();
    }

    static long millis(String timestamp) {
        try {
            return Instant.parse(timestamp).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
