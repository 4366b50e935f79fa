package hapi.hub.notify.internal;

import hapi.hub.chat.VisibleText;
import hapi.hub.notify.Asking;
import hapi.hub.notify.Notice;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Puts a notice into words of what is so now. The words are those of the published hub, since its
/// page shows them too. Source: protocol/notifications.md section 3.
final class NoticeWording {
    private static final int MAX_QUESTION = 280;
    private static final int MAX_SESSION = 80;
    private static final int MAX_BODY = 500;
    private static final String NO_QUESTION = "Open the session to view and answer the question.";

    private final SessionService sessions;

    NoticeWording(SessionService sessions) {
        this.sessions = sessions;
    }

    boolean isActive(SessionKey key) {
        return sessions.find(key).filter(Session::active).isPresent();
    }

    /// Empty when there is nothing to say any more: the session is gone, the request decided. Loads
    /// the namespace when nobody has asked for it since the hub started.
    Optional<NoticeWords> of(Notice notice) {
        SessionKey key = notice.key();
        if (!(sessions.resolve(key.namespace(), key.id().value()) instanceof SessionLookup.Found)) {
            return Optional.empty();
        }
        return sessions.summary(key)
                .flatMap(session ->
                        switch (notice) {
                            case Notice.Asks asks -> asks(asks, session);
                            case Notice.Ready _ ->
                                    Optional.of(
                                            words(
                                                    notice,
                                                    "Ready for input",
                                                    agent(session)
                                                            + " is waiting in "
                                                            + name(session),
                                                    "ready"));
                            case Notice.TaskEnded task ->
                                    Optional.of(
                                            untagged(
                                                    notice,
                                                    task.isFailed()
                                                            ? "Task failed"
                                                            : "Task completed",
                                                    agent(session)
                                                            + " · "
                                                            + name(session)
                                                            + " · "
                                                            + VisibleText.of(
                                                                    spaced(task.summary())),
                                                    "task-notification"));
                            case Notice.Ended _ ->
                                    Optional.of(
                                            untagged(
                                                    notice,
                                                    "Session completed",
                                                    agent(session) + " · " + name(session),
                                                    "session-completion"));
                        });
    }

    private Optional<NoticeWords> asks(Notice.Asks asks, SessionSummary session) {
        return sessions.requests(asks.key())
                .find(asks.first().id())
                .filter(request -> isSame(asks.first(), request))
                .map(request ->
                        asks.first().isQuestion()
                                ? question(asks, request, session)
                                : permission(asks, request, session));
    }

    private static boolean isSame(Asking asking, PendingRequests.Request request) {
        return FactReading.asking(request).askedAt() == asking.askedAt();
    }

    private static NoticeWords permission(
            Notice.Asks asks, PendingRequests.Request request, SessionSummary session) {
        String tool = request.tool().isEmpty() ? "" : " (" + request.tool() + ")";
        String more = asks.others().isEmpty() ? "" : " +" + asks.others().size() + " more";
        return asking(
                asks,
                "Permission Request",
                name(session) + tool + more,
                "permission-request",
                "permission-");
    }

    private static NoticeWords question(
            Notice.Asks asks, PendingRequests.Request request, SessionSummary session) {
        String first = "";
        int more = 0;
        try {
            JsonNode input = request.arguments().read();
            JsonNode questions = input.path("questions");
            JsonNode one = questions.isArray() && !questions.isEmpty() ? questions.get(0) : input;
            first = spaced(one.path("question").asString(one.path("text").asString("")));
            more = Math.max(0, questions.size() - 1);
        } catch (JsonSyntaxException e) {
            first = "";
        }
        StringBuilder body = new StringBuilder(first.isEmpty() ? NO_QUESTION : first);
        if (more > 0) {
            body.append("\n+")
                    .append(more)
                    .append(more == 1 ? " more question" : " more questions");
        }
        String place = "\n" + cut(name(session), MAX_SESSION);
        return asking(
                asks,
                agent(session) + " needs your input",
                cut(body.toString(), MAX_QUESTION - place.length()) + place,
                "input-request",
                "input-request-");
    }

    private static NoticeWords asking(
            Notice.Asks asks, String title, String body, String type, String tagOf) {
        String session = asks.key().id().value();
        return new NoticeWords(
                id(asks),
                title,
                cut(body, MAX_BODY),
                tagOf + session,
                type,
                session,
                "/sessions/" + session,
                asks.first().id().value(),
                tagOf + session,
                true);
    }

    private static NoticeWords words(Notice notice, String title, String body, String type) {
        String session = notice.key().id().value();
        String tag = type + "-" + session;
        return new NoticeWords(
                id(notice),
                title,
                cut(body, MAX_BODY),
                tag,
                type,
                session,
                "/sessions/" + session,
                null,
                tag,
                false);
    }

    private static NoticeWords untagged(Notice notice, String title, String body, String type) {
        String session = notice.key().id().value();
        return new NoticeWords(
                id(notice),
                title,
                cut(body, MAX_BODY),
                null,
                type,
                session,
                "/sessions/" + session,
                null,
                session + " " + notice.subject(),
                false);
    }

    private static String id(Notice notice) {
        String session = notice.key().id().value();
        return session + " " + notice.kind() + " " + notice.subject();
    }

    private static String agent(SessionSummary session) {
        return Optional.ofNullable(session.metadata())
                .flatMap(it -> Optional.ofNullable(it.flavor()))
                .flatMap(FlavorSpec::known)
                .map(FlavorSpec::label)
                .orElse("Agent");
    }

    /// Hidden characters are shown: one session must not pass for another.
    private static String name(SessionSummary session) {
        return VisibleText.of(session.title().orElseGet(session::shortId));
    }

    private static String spaced(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /// At most so many characters, never half of one that takes two.
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
