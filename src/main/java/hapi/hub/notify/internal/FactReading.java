package hapi.hub.notify.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.notify.Asking;
import hapi.hub.notify.NoticePolicy.Fact;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionService;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads out of an event what the policy is to judge. What is open is looked up when the event is
/// read, so it is never older than the event. Source: protocol/notifications.md section 1.
final class FactReading {
    /// Longer ones say something else: they are not worth a search under the spine's lock.
    private static final int MAX_CHARS = 64 * 1024;

    /// What the published hub takes for a question; a plan is a permission there.
    private static final Set<String> QUESTIONS =
            Set.of(
                    "request_user_input",
                    "AskUserQuestion",
                    "ask_user_question",
                    "CursorAskQuestion");

    private static final Set<String> FAILURES = Set.of("failed", "error", "killed", "aborted");
    private static final Pattern SUMMARY = Pattern.compile("(?s)<summary>(.*?)</summary>");
    private static final Pattern STATUS = Pattern.compile("(?s)<status>(.*?)</status>");

    private final SessionService sessions;

    FactReading(SessionService sessions) {
        this.sessions = sessions;
    }

    /// Whether an event can be a fact; quick, for the filter of a subscription.
    static boolean isOfInterest(HubEvent event) {
        return switch (event) {
            case HubEvent.PermissionRequested _,
                    HubEvent.PermissionResolved _,
                    HubEvent.SessionAdded _,
                    HubEvent.SessionReplaced _,
                    HubEvent.SessionRemoved _,
                    HubEvent.SessionEnded _ ->
                    true;
            case HubEvent.SessionPatched patched ->
                    !patched.isEphemeral()
                            && (patched.patch().values().containsKey("active")
                                    || patched.patch().values().containsKey("agentState"));
            case HubEvent.MessageAppended appended ->
                    !appended.repeated() && isOfInterest(appended.message().content().text());
            default -> false;
        };
    }

    private static boolean isOfInterest(String content) {
        return content.length() <= MAX_CHARS
                && (content.contains("\"ready\"")
                        || content.contains("task_notification")
                        || content.contains("task-notification"));
    }

    Optional<Fact> read(Published published) {
        return switch (published.event()) {
            case HubEvent.SessionRemoved removed -> Optional.of(new Fact.Removed(removed.key()));
            case HubEvent.SessionEnded ended -> Optional.of(over(ended, published.atMillis()));
            case HubEvent.MessageAppended appended -> said(appended.key(), appended.message());
            case HubEvent.OfSession other -> Optional.of(open(other.key()));
            default -> Optional.empty();
        };
    }

    private Fact open(SessionKey key) {
        return new Fact.Open(
                key,
                sessions.find(key).filter(Session::active).isPresent(),
                sessions.requests(key).open().stream().map(FactReading::asking).toList());
    }

    static Asking asking(PendingRequests.Request request) {
        return new Asking(
                request.id(),
                request.createdAt() == null ? 0 : request.createdAt(),
                QUESTIONS.contains(request.tool().replaceFirst("^functions\\.", "")));
    }

    /// Only an end that the agent came to by itself is news, and only when nobody sat before it.
    private Fact over(HubEvent.SessionEnded ended, long at) {
        boolean isByItself = "completed".equals(ended.reason());
        boolean isAttended = sessions.find(ended.key()).filter(Session::atTerminal).isPresent();
        return new Fact.Over(
                ended.key(), at, Optional.ofNullable(ended.reason()), !isByItself || isAttended);
    }

    private static Optional<Fact> said(SessionKey key, Message message) {
        JsonNode root = read(message.content());
        JsonNode inner = root.path("content");
        if (isReady(root) || isReady(inner)) {
            return Optional.of(new Fact.SaidReady(key, message.id()));
        }
        JsonNode data = inner.path("data");
        boolean isOutput =
                List.of("agent", "assistant").contains(root.path("role").asString(""))
                        && inner.path("type").asString("").equals("output");
        if (!isOutput) {
            return Optional.empty();
        }
        if (data.path("type").asString("").equals("system")
                && data.path("subtype").asString("").equals("task_notification")) {
            return task(
                    key,
                    message,
                    data.path("summary").asString(""),
                    data.path("status").asString(""));
        }
        if (data.path("type").asString("").equals("user")) {
            String text = text(data.path("message").path("content")).strip();
            return text.startsWith("<task-notification>")
                    ? task(key, message, element(SUMMARY, text), element(STATUS, text))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static JsonNode read(RawJson content) {
        try {
            return content.read();
        } catch (JsonSyntaxException e) {
            return RawJson.NULL.read();
        }
    }

    private static boolean isReady(JsonNode content) {
        return content.path("type").asString("").equals("event")
                && content.path("data").path("type").asString("").equals("ready");
    }

    private static Optional<Fact> task(
            SessionKey key, Message message, String summary, String status) {
        return summary.isBlank()
                ? Optional.empty()
                : Optional.of(
                        new Fact.TaskOver(
                                key,
                                message.id(),
                                summary.strip(),
                                FAILURES.contains(status.strip().toLowerCase(Locale.ROOT))));
    }

    /// The text itself, or that of the first block of text.
    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        for (JsonNode block : content) {
            if (block.path("type").asString("").equals("text")) {
                return block.path("text").asString("");
            }
        }
        return "";
    }

    private static String element(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
