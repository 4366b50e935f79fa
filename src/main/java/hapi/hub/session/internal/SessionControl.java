package hapi.hub.session.internal;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.UnitOfWork;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ArchiveResult;
import hapi.hub.session.SettingsResult;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import hapi.protocol.rpc.SessionCalls.KillResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a person does to a running session and the CLI has to carry out.
final class SessionControl {
    private static final String ARCHIVED = "archived";

    private final Lanes lanes;
    private final SessionStates states;
    private final SessionDocuments documents;
    private final SessionLiveness liveness;
    private final RpcGateway rpc;

    SessionControl(
            Lanes lanes,
            SessionStates states,
            SessionDocuments documents,
            SessionLiveness liveness,
            RpcGateway rpc) {
        this.lanes = lanes;
        this.states = states;
        this.documents = documents;
        this.liveness = liveness;
        this.rpc = rpc;
    }

    SettingsResult configure(SessionKey key, SessionSettings change, Origin origin) {
        Optional<SessionState> state = states.find(key);
        if (state.isEmpty()) {
            return new SettingsResult.Gone();
        }
        boolean isForNextStart =
                !state.get().presence().active()
                        && change.values().size() == 1
                        && change.has("permissionMode");
        if (isForNextStart) {
            return store(key, change, origin);
        }
        return ask(
                key,
                change.values().keySet(),
                RpcMethods.SET_SESSION_CONFIG.writeParams(change),
                origin);
    }

    SettingsResult configureModel(SessionKey key, RawJson model, Origin origin) {
        return ask(
                key, Set.of("model"), RawJson.trusted("{\"model\":" + model.text() + "}"), origin);
    }

    /// `names` are the settings that `params` ask for.
    private SettingsResult ask(SessionKey key, Set<String> names, RawJson params, Origin origin) {
        RpcResult<RawJson> answer =
                rpc.callRaw(
                        key,
                        RpcMethods.SET_SESSION_CONFIG.name(),
                        params,
                        RpcMethods.SET_SESSION_CONFIG.timeout());
        if (!(answer instanceof RpcResult.Ok<RawJson> ok)) {
            return new SettingsResult.Refused(answer.failure());
        }
        JsonNode body = ok.value().read();
        if (!body.isObject()) {
            return new SettingsResult.Refused("Invalid response from session config RPC");
        }
        if (body.path("error").isString()) {
            return new SettingsResult.Refused(body.path("error").stringValue());
        }
        if (!body.path("applied").isObject()) {
            return new SettingsResult.Refused("Missing applied session config, got: " + ok.value());
        }
        for (String name : names) {
            if (!body.path("applied").has(name)) {
                return new SettingsResult.Refused("Session did not apply " + name);
            }
        }
        return store(key, applied(body.path("applied")), origin);
    }

    private static SessionSettings applied(JsonNode applied) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> setting : applied.properties()) {
            JsonNode value = setting.getValue();
            if (value.isString() || value.isNull()) {
                texts.put(setting.getKey(), value.isNull() ? null : value.stringValue());
            } else if (value.path("modelId").isString()) {
                texts.put(setting.getKey(), value.path("modelId").stringValue());
            }
        }
        return new SessionSettings(texts);
    }

    private SettingsResult store(SessionKey key, SessionSettings applied, Origin origin) {
        return lanes.call(
                key,
                work -> {
                    SessionState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new SettingsResult.Gone();
                    }
                    SessionState next = state;
                    for (String name : applied.values().keySet()) {
                        next = SettingChange.apply(next, name, applied.get(name).orElse(null));
                    }
                    next =
                            next.with(
                                    next.presence()
                                            .withChosen(
                                                    applied.values().keySet(), work.nowMillis()));
                    states.put(state, next);
                    work.publish(origin, new HubEvent.SessionReplaced(key, next.view()));
                    return new SettingsResult.Applied(next.view());
                });
    }

    ArchiveResult archive(SessionKey key, Origin origin) {
        Optional<SessionState> state = states.find(key);
        if (state.isEmpty()) {
            return new ArchiveResult.Gone();
        }
        String lifecycle = state.get().metadata().text("lifecycleState").orElse("");
        boolean isActive = state.get().presence().active();
        if (!isActive && lifecycle.equals(ARCHIVED)) {
            return new ArchiveResult.Archived(true);
        }
        if (!isActive && !lifecycle.equals("running")) {
            return new ArchiveResult.Inactive();
        }
        return switch (rpc.call(key, RpcMethods.KILL_SESSION, RpcNoParams.NONE)) {
            case RpcResult.Ok<KillResult> ok ->
                    ok.value().success()
                            ? archived(key, origin, false)
                            : new ArchiveResult.Failed(
                                    ok.value().message() == null
                                            ? "The session did not end"
                                            : ok.value().message());
            case RpcResult.Unavailable<KillResult> _ -> archived(key, origin, true);
            case RpcResult.TimedOut<KillResult> it -> new ArchiveResult.Failed(it.message());
            case RpcResult.Failed<KillResult> it -> new ArchiveResult.Failed(it.message());
        };
    }

    /// Ends it here too, for nobody waits for the process to say so. `isMarked`: the process cannot
    /// write it into the metadata.
    private ArchiveResult archived(SessionKey key, Origin origin, boolean isMarked) {
        return lanes.call(
                key,
                work -> {
                    SessionState state = states.find(key).orElse(null);
                    if (state == null) {
                        return new ArchiveResult.Gone();
                    }
                    if (isMarked
                            && !state.metadata()
                                    .text("lifecycleState")
                                    .filter(ARCHIVED::equals)
                                    .isPresent()) {
                        markArchived(work, state, origin);
                    }
                    liveness.end(work, key, null, origin);
                    return new ArchiveResult.Archived(false);
                });
    }

    private void markArchived(UnitOfWork work, SessionState state, Origin origin) {
        SessionState next =
                documents.edit(
                        state,
                        Json.object()
                                .put("lifecycleState", ARCHIVED)
                                .put("lifecycleStateSince", work.nowMillis())
                                .put("archivedBy", "hub")
                                .put("archiveReason", "Archived from hub (CLI unreachable)"));
        states.put(state, next);
        work.publish(origin, new HubEvent.SessionReplaced(state.key(), next.view()));
    }
}
