package hapi.cli.session;

import hapi.cli.hub.AliveState;
import hapi.cli.hub.EndReason;
import hapi.cli.hub.PromptListener;
import hapi.cli.hub.SessionLink;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// A session's hub over its real connection.
public final class LinkPort implements HubPort {
    private final SessionLink link;
    private final Map<String, hapi.cli.hub.Prompt> unreported = new ConcurrentHashMap<>();
    private final Map<String, hapi.cli.hub.Prompt> taken = new ConcurrentHashMap<>();

    public LinkPort(SessionLink link) {
        this.link = link;
    }

    @Override
    public void message(RawJson message, OptionalLong createdAt) {
        if (createdAt.isPresent()) {
            link.send(message, Instant.ofEpochMilli(createdAt.getAsLong()));
        } else {
            link.send(message);
        }
    }

    @Override
    public boolean awaitRoom(Duration limit) {
        return link.awaitRoom(limit);
    }

    @Override
    public CompletableFuture<?> updateState(UnaryOperator<ObjectNode> change) {
        return link.agentState().update(change);
    }

    @Override
    public CompletableFuture<?> updateMetadata(UnaryOperator<ObjectNode> change) {
        return link.metadata().update(change);
    }

    @Override
    public ObjectNode metadata() {
        return link.metadata().current();
    }

    @Override
    public void consumed(List<String> localIds) {
        List<hapi.cli.hub.Prompt> prompts = new ArrayList<>();
        for (String id : localIds) {
            hapi.cli.hub.Prompt prompt = unreported.remove(id);
            if (prompt != null) {
                prompts.add(prompt);
                taken.put(id, prompt);
            }
        }
        if (!prompts.isEmpty()) {
            link.consumed(prompts);
        }
    }

    @Override
    public void given(List<String> localIds) {
        link.given(localIds.stream().map(taken::remove).filter(Objects::nonNull).toList());
    }

    @Override
    public void alive(boolean thinking, boolean isLocal, SessionSettings settings) {
        link.alive(
                new AliveState(
                        thinking,
                        isLocal ? AliveState.Mode.LOCAL : AliveState.Mode.REMOTE,
                        settings));
    }

    @Override
    public <P, R> void handle(RpcMethod<P, R> method, Function<P, R> handler) {
        link.handle(method, handler::apply);
    }

    @Override
    public void onPrompts(PromptIntake intake) {
        link.onPrompt(
                new PromptListener() {
                    @Override
                    public void received(hapi.cli.hub.Prompt prompt) {
                        String localId = localId(prompt);
                        if (!localId.isEmpty()) {
                            unreported.put(localId, prompt);
                        }
                        if (prompt.content().read() instanceof ObjectNode message) {
                            intake.prompt(localId, message);
                        }
                    }

                    @Override
                    public Taken takeBack(hapi.cli.hub.Prompt prompt) {
                        return switch (intake.withdraw(localId(prompt))) {
                            case REMOVED -> Taken.REMOVED;
                            case CONSUMED -> Taken.CONSUMED;
                            case UNKNOWN -> Taken.UNKNOWN;
                        };
                    }
                });
    }

    @Override
    public void end(End end) {
        link.end(EndReason.valueOf(end.reason().toUpperCase(Locale.ROOT)), end.archiveReason());
    }

    private static String localId(hapi.cli.hub.Prompt prompt) {
        LocalId id = prompt.localId();
        return id == null ? "" : id.value();
    }
}
