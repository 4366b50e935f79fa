package hapi.hub.api;

import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.message.TimelineSize;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import hapi.protocol.model.Session;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A session with all its messages as one document, written page by page. Source: protocol/rest.md
/// "Lifecycle".
@RestController
class ExportController {
    private static final int MAX_UNASKED = 20_000;
    private static final long MAX_CHARS = 100L * 1024 * 1024;
    private static final int PAGE = 200;

    private final SessionService sessions;
    private final MessageService messages;
    private final SessionScopes scopes;
    private final Clock clock;

    ExportController(
            SessionService sessions, MessageService messages, SessionScopes scopes, Clock clock) {
        this.sessions = sessions;
        this.messages = messages;
        this.scopes = scopes;
        this.clock = clock;
    }

    @GetMapping("/api/sessions/{id}/export")
    void export(
            Namespace namespace,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String force,
            HttpServletResponse response)
            throws IOException {
        SessionKey key = scopes.session(namespace, id);
        Session session = sessions.find(key).orElseThrow(SessionScopes::sessionNotFound);
        TimelineSize size = messages.size(key);
        if (size.contentChars() > MAX_CHARS) {
            throw ApiException.of(
                    413, "The session is too large to be exported", "session_export_too_large");
        }
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        Writer out = response.getWriter();
        if (size.messages() > MAX_UNASKED && !"true".equals(force)) {
            out.write(
                    Json.object()
                            .put("type", "warning")
                            .put("count", size.messages())
                            .put("limit", MAX_UNASKED)
                            .put("estimatedBytes", size.contentChars())
                            .toString());
            return;
        }
        out.write("{\"schemaVersion\":2,\"exportedAt\":" + clock.millis() + ",\"session\":");
        out.write(RawJson.of(session).text());
        out.write(",\"messages\":[");
        writeMessages(key, out);
        out.write("],\"scratchlist\":[]}");
    }

    private void writeMessages(SessionKey key, Writer out) throws IOException {
        Position from = new Position(0, 0);
        boolean isFirst = true;
        while (true) {
            MessagePage page = messages.page(key, new PageRequest.After(from, null, null, PAGE));
            for (Message message : page.messages()) {
                out.write(isFirst ? "" : ",");
                out.write(RawJson.of(message).text());
                isFirst = false;
                from = new Position(message.positionAt(), message.seq());
            }
            if (!page.page().hasMore()) {
                return;
            }
        }
    }
}
