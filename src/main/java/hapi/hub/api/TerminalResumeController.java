package hapi.hub.api;

import hapi.hub.message.MessageService;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.session.TerminalResumption;
import hapi.hub.session.TerminalResumption.Candidate;
import hapi.hub.session.TerminalResumption.HandOverResult;
import hapi.hub.session.TerminalResumption.TargetResult;
import hapi.protocol.json.Json;
import hapi.protocol.model.ResumableSession;
import hapi.protocol.model.ResumeTarget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// What `hapi resume` asks: the sessions to choose from, what to start one with, and that the
/// process which runs it leaves. Their refusals all carry a code. Source: protocol/cli-rest.md 7-9.
@RestController
class TerminalResumeController {
    private final TerminalResumption resumption;
    private final SessionService sessions;
    private final MessageService messages;

    TerminalResumeController(
            TerminalResumption resumption, SessionService sessions, MessageService messages) {
        this.resumption = resumption;
        this.sessions = sessions;
        this.messages = messages;
    }

    @GetMapping("/cli/sessions/resumable")
    Map<String, List<ResumableSession>> resumable(
            Namespace namespace, @RequestParam(required = false) @Nullable String machineId) {
        boolean isOfAll = machineId == null || machineId.isEmpty();
        return Map.of(
                "sessions",
                resumption.candidates(namespace, isOfAll ? null : machineId).stream()
                        .map(this::line)
                        .toList());
    }

    private ResumableSession line(Candidate candidate) {
        return new ResumableSession(
                candidate.target(),
                candidate.updatedAt(),
                candidate.name(),
                candidate.summary(),
                messages.firstWords(candidate.key()).orElse(null));
    }

    @GetMapping("/cli/sessions/{id}/resume-target")
    Map<String, ResumeTarget> target(Namespace namespace, @PathVariable String id) {
        return switch (resumption.target(session(namespace, id))) {
            case TargetResult.Found(ResumeTarget target) -> Map.of("target", target);
            case TargetResult.Unavailable(List<String> missing) ->
                    throw ResumeController.unavailable(409, missing);
            case TargetResult.Gone _ -> throw notFound();
        };
    }

    /// The body says nothing.
    @PostMapping("/cli/sessions/{id}/handoff-local")
    ObjectNode handOver(Namespace namespace, @PathVariable String id) {
        return switch (resumption.handOver(session(namespace, id))) {
            case HandOverResult.Done _ -> Json.object().put("ok", true);
            case HandOverResult.AtTerminal _ ->
                    throw ApiException.of(
                            409,
                            "Session is already controlled by a local terminal",
                            "already_local");
            case HandOverResult.Failed(String reason) ->
                    throw ApiException.of(500, reason, "handoff_failed");
            case HandOverResult.Gone _ -> throw notFound();
        };
    }

    private SessionKey session(Namespace namespace, String id) {
        return switch (sessions.resolve(namespace, id)) {
            case SessionLookup.Found found -> found.key();
            case SessionLookup.Foreign _ ->
                    throw ApiException.of(403, "Session access denied", "access_denied");
            case SessionLookup.Missing _ -> throw notFound();
        };
    }

    private static ApiException notFound() {
        return ApiException.of(404, "Session not found", "session_not_found");
    }
}
