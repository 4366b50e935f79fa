package hapi.hub.ui.start;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.SessionStarter.Outcome;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// `start`: `{machine, folder, agent, mode?, model?, effort?, worktree?, worktreeName?, prompt?,
/// create?, reused?}`. Answers `{session}`, or `{silent:true, words}` when the machine was asked
/// and did not answer: the session may still come up, and gets a prompt that is kept for it. Takes
/// up to half a minute. Refuses `missing` when there is no such folder and `create` does not say to
/// make it.
///
/// `reused` names a start that failed before and is done again with this one.
@Component
class StartSession {
    private static final int MAX_PATH = 4_096;
    private static final int MAX_WORD = 200;
    private static final int MAX_PROMPT = 1_000_000;

    private final SessionStarter starter;

    StartSession(SessionStarter starter) {
        this.starter = starter;
    }

    ActResult run(ActCall call) {
        String folder = call.text("folder").strip();
        String agent = call.text("agent");
        String mode = call.text("mode");
        String prompt = call.text("prompt");
        Texts texts = call.texts();
        if (folder.isEmpty()) {
            return new ActResult.Refused("folder", texts.text("new.directory.needed"));
        }
        boolean isBad =
                folder.length() > MAX_PATH
                        || !StartChoices.AGENTS.contains(agent)
                        || !mode.isEmpty() && !FlavorSpec.of(agent).permissionModes().contains(mode)
                        || call.text("model").length() > MAX_WORD
                        || call.text("effort").length() > MAX_WORD
                        || call.text("worktreeName").length() > MAX_WORD;
        if (isBad) {
            return new ActResult.Refused("bad_call", texts.text("act.failed"));
        }
        if (prompt.length() > MAX_PROMPT) {
            return new ActResult.Refused("too_long", texts.text("composer.tooLong"));
        }
        Namespace namespace = call.viewer().namespace();
        String machine = call.text("machine");
        boolean mayCreate = call.args().path("create").asBoolean(false);
        if (!mayCreate && starter.exists(namespace, machine, folder).equals(Optional.of(false))) {
            return new ActResult.Refused("missing", texts.text("new.directory.missing"));
        }
        SessionStarter.Wish wish =
                new SessionStarter.Wish(
                        folder,
                        agent,
                        wordOrNull(mode),
                        wordOrNull(call.text("model")),
                        wordOrNull(call.text("effort")),
                        call.args().path("worktree").asBoolean(false),
                        wordOrNull(call.text("worktreeName")),
                        prompt);
        Origin origin = call.viewer().origin();
        return ended(call, starter.start(namespace, machine, wish, origin));
    }

    private ActResult ended(ActCall call, Outcome outcome) {
        Texts texts = call.texts();
        return switch (outcome) {
            case Outcome.Started(String id) -> {
                forget(call, call.text("reused"));
                yield new ActResult.Done(Json.object().put("session", id));
            }
            case Outcome.Failed(String startId, String message) -> {
                // The prompt is still on the person's screen.
                forget(call, startId);
                yield new ActResult.Refused(
                        "failed",
                        message.isEmpty()
                                ? texts.text("new.offline")
                                : texts.text("new.failed", message));
            }
            case Outcome.Silent(boolean isKept) -> {
                if (isKept) {
                    forget(call, call.text("reused"));
                }
                yield new ActResult.Done(
                        Json.object()
                                .put("silent", true)
                                .put("kept", isKept)
                                .put(
                                        "words",
                                        texts.text(isKept ? "new.silent.kept" : "new.silent")));
            }
        };
    }

    private void forget(ActCall call, String startId) {
        if (!startId.isEmpty()) {
            starter.forget(call.viewer().namespace(), startId, call.viewer().origin());
        }
    }

    private static @Nullable String wordOrNull(String word) {
        return word.isBlank() ? null : word.strip();
    }
}
