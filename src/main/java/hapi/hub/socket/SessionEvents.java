package hapi.hub.socket;

import hapi.hub.events.Origin;
import hapi.hub.lanes.Background;
import hapi.hub.message.Appended;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.message.PromptDelivery;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.socket.VersionedWrites.Target;
import hapi.hub.terminal.AgentScreens;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a CLI reports of a session. A payload of another shape is dropped without an answer, except
/// where the event is answered by contract. Source: protocol/socketio.md section 4.
final class SessionEvents {
    private static final VersionedWrites DOCUMENTS = new VersionedWrites("session", "sid");
    private static final RawJson NOT_DONE = RawJson.trusted("{\"ok\":false}");
    private static final List<String> SETTINGS =
            List.of(
                    "permissionMode",
                    "model",
                    "modelReasoningEffort",
                    "effort",
                    "serviceTier",
                    "collaborationMode",
                    "copilotAgentMode");

    private final SessionService sessions;
    private final MessageService messages;
    private final PromptDelivery delivery;
    private final AgentScreens screens;
    private final Background background;

    /// Sessions whose prompts are about to go out again, done when they are out.
    private final Map<SessionKey, CompletableFuture<Void>> again = new ConcurrentHashMap<>();

    SessionEvents(
            SessionService sessions,
            MessageService messages,
            PromptDelivery delivery,
            AgentScreens screens,
            Background background) {
        this.sessions = sessions;
        this.messages = messages;
        this.delivery = delivery;
        this.screens = screens;
        this.background = background;
    }

    /// Beyond the published contract: a client that asks for an answer gets
    /// `{"ok":true,"id","seq"}` after commit.
    void message(CliEvent event) {
        JsonNode localId = event.body().path("localId");
        boolean hasLocalId = localId.isString() && isLocalId(localId.asString());
        if (!event.hasText("sid")
                || !event.body().has("message")
                || !(localId.isMissingNode() || localId.isNull() || hasLocalId)) {
            event.answer(notDone("invalid"));
            return;
        }
        JsonNode createdAt = event.body().path("createdAt");
        IncomingMessage message =
                new IncomingMessage(
                        content(event.body().path("message")),
                        hasLocalId ? new LocalId(localId.asString()) : null,
                        createdAt.isNumber() ? createdAt.asDouble() : null);
        SessionLookup found = sessions.resolve(event.peer().namespace(), event.text("sid"));
        if (!(found instanceof SessionLookup.Found(SessionKey key))) {
            boolean isForeign = found instanceof SessionLookup.Foreign;
            event.refuse("session", event.text("sid"), isForeign);
            event.answer(notDone(CliEvent.code(isForeign)));
            return;
        }
        event.answerWith(
                messages.append(key, message, event.origin()),
                appended ->
                        switch (appended) {
                            case Appended.Stored stored ->
                                    RawJson.of(
                                            Json.object()
                                                    .put("ok", true)
                                                    .put("id", stored.message().id())
                                                    .put("seq", stored.message().seq()));
                            case Appended.Dropped dropped ->
                                    RawJson.trusted("{\"ok\":true,\"dropped\":true}");
                            case Appended.Gone gone -> notDone("not-found");
                        },
                NOT_DONE);
    }

    private static boolean isLocalId(String text) {
        return !text.isEmpty()
                && text.length() <= 256
                && text.chars().noneMatch(Character::isISOControl);
    }

    /// Text that holds JSON is that JSON; other text is kept as text.
    private static RawJson content(JsonNode message) {
        if (message.isString()) {
            try {
                return RawJson.ofText(message.asString());
            } catch (JsonSyntaxException e) {
                return RawJson.of(message);
            }
        }
        return RawJson.of(message);
    }

    private static RawJson notDone(String reason) {
        return RawJson.of(Json.object().put("ok", false).put("reason", reason));
    }

    void alive(CliEvent event) {
        JsonNode time = event.body().path("time");
        if (!event.hasText("sid") || !time.isNumber()) {
            return;
        }
        SessionKey key = session(event);
        if (key == null) {
            return;
        }
        SessionBeat beat =
                new SessionBeat(
                        time.asDouble(),
                        event.body().path("thinking").asBoolean(false),
                        settings(event.body()),
                        event.peer().sequencer().steps());
        CompletableFuture<Boolean> counted = sessions.alive(key, beat, event.origin());
        event.follow(counted);
        // The at-least-once way of prompts: whatever the CLI has not confirmed goes out again. A
        // `ping` behind the beat is answered behind them, so that a CLI knows when it has them all.
        event.follow(
                counted.thenCompose(isCounted ->
                        isCounted ? deliveredAgain(key) : CompletableFuture.completedFuture(null)));
    }

    private CompletableFuture<Void> deliveredAgain(SessionKey key) {
        CompletableFuture<Void> fresh = new CompletableFuture<>();
        CompletableFuture<Void> pending = again.putIfAbsent(key, fresh);
        if (pending != null) {
            return pending;
        }
        background.run("prompts again", () -> deliverAgain(key, fresh));
        return fresh;
    }

    private void deliverAgain(SessionKey key, CompletableFuture<Void> done) {
        again.remove(key);
        try {
            if (delivery.listeners(key) > 0) {
                List<Message> waiting = messages.unconsumed(key);
                if (!waiting.isEmpty()) {
                    delivery.deliver(key, waiting);
                }
            }
        } finally {
            done.complete(null);
        }
    }

    private static SessionSettings settings(JsonNode body) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            JsonNode value = body.path(name);
            if (value.isString()) {
                values.put(name, value.asString());
            } else if (value.isNull()) {
                values.put(name, null);
            }
        }
        return new SessionSettings(values);
    }

    void end(CliEvent event) {
        if (!event.hasText("sid") || !event.body().path("time").isNumber()) {
            return;
        }
        SessionKey key = session(event);
        if (key != null) {
            String reason = event.hasText("reason") ? event.text("reason") : null;
            CompletableFuture<Boolean> ended = sessions.ended(key, reason, event.origin());
            event.follow(ended.thenAccept(isEnded -> screens.sessionEnded(key)));
        }
    }

    void updateMetadata(CliEvent event) {
        versioned(event, "metadata", sessions::updateMetadata);
    }

    void updateState(CliEvent event) {
        versioned(event, "agentState", sessions::updateAgentState);
    }

    private interface Update {
        CompletableFuture<VersionedResult> of(
                SessionKey key, long expected, RawJson value, Origin origin);
    }

    private void versioned(CliEvent event, String document, Update update) {
        DOCUMENTS.handle(
                event,
                document,
                id ->
                        switch (sessions.resolve(event.peer().namespace(), id)) {
                            case SessionLookup.Found(SessionKey key) ->
                                    new Target.Found((expected, value) ->
                                            update.of(key, expected, value, event.origin()));
                            case SessionLookup.Foreign _ -> new Target.Refused(true);
                            case SessionLookup.Missing _ -> new Target.Refused(false);
                        });
    }

    /// Beyond the published contract: a client that asks for an answer gets `{"ok":true}` after
    /// commit.
    void consumed(CliEvent event) {
        List<String> localIds = localIds(event);
        if (localIds.isEmpty()) {
            event.answer(notDone("invalid"));
            return;
        }
        SessionKey key = session(event);
        if (key == null) {
            event.answer(NOT_DONE);
            return;
        }
        event.answerWith(
                messages.consumed(
                        key,
                        localIds,
                        event.body().path("clearQueuedThinkingGrace").asBoolean(false),
                        event.body().path("steered").asBoolean(false),
                        event.origin()),
                known -> RawJson.of(Json.object().put("ok", known)),
                NOT_DONE);
    }

    void indeterminate(CliEvent event) {
        List<String> localIds = localIds(event);
        if (localIds.isEmpty()) {
            return;
        }
        SessionKey key = session(event);
        if (key != null) {
            event.follow(messages.indeterminate(key, localIds, event.origin()));
        }
    }

    void steerState(CliEvent event) {
        List<String> localIds = localIds(event);
        String state = event.text("state");
        if (localIds.isEmpty() || !(state.equals("queued") || state.equals("dispatching"))) {
            event.answer(NOT_DONE);
            return;
        }
        SessionKey key = session(event);
        if (key == null) {
            event.answer(NOT_DONE);
            return;
        }
        event.answerWith(
                messages.steering(key, localIds, state.equals("dispatching"), event.origin()),
                changed -> RawJson.of(Json.object().put("ok", changed)),
                NOT_DONE);
    }

    private static List<String> localIds(CliEvent event) {
        List<String> localIds = new ArrayList<>();
        if (event.hasText("sid")) {
            for (JsonNode id : event.body().path("localIds")) {
                if (id.isString()) {
                    localIds.add(id.asString());
                }
            }
        }
        return localIds;
    }

    /// The session of an event without an answer; null after the client was told `error`.
    private @Nullable SessionKey session(CliEvent event) {
        String id = event.text("sid");
        return switch (sessions.resolve(event.peer().namespace(), id)) {
            case SessionLookup.Found found -> found.key();
            case SessionLookup.Foreign foreign -> {
                event.refuse("session", id, true);
                yield null;
            }
            case SessionLookup.Missing missing -> {
                event.refuse("session", id, false);
                yield null;
            }
        };
    }
}
