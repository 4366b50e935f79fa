package hapi.hub.session.internal;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.TerminalResumption;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.ResumeTarget;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNoParams;
import hapi.protocol.rpc.SessionCalls.HandoffResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Hands sessions over to terminals. Source: protocol/cli-rest.md 7 to 9 and the published hub
/// 0.30.7, as recorded.
final class SessionHandOvers implements TerminalResumption {
    private static final Duration UNTIL_GONE = Duration.ofSeconds(15);
    private static final Duration UNTIL_ENDED = Duration.ofSeconds(1);

    private final SessionStates states;
    private final RpcGateway rpc;
    private final PresenceWait presence;

    SessionHandOvers(SessionStates states, RpcGateway rpc, PresenceWait presence) {
        this.states = states;
        this.rpc = rpc;
        this.presence = presence;
    }

    @Override
    public List<Candidate> candidates(Namespace namespace, @Nullable String machineId) {
        return states.all(namespace).stream()
                .flatMap(SessionHandOvers::candidate)
                .filter(it -> machineId == null || machineId.equals(it.target().machineId()))
                .sorted(Comparator.comparingLong(Candidate::updatedAt).reversed())
                .toList();
    }

    private static Stream<Candidate> candidate(SessionState state) {
        if (!(targetOf(state) instanceof TargetResult.Found(ResumeTarget target))) {
            return Stream.empty();
        }
        var details = Optional.ofNullable(state.metadata().details());
        return Stream.of(
                new Candidate(
                        state.key(),
                        target,
                        state.row().updatedAt(),
                        details.map(it -> it.name()).orElse(null),
                        details.map(it -> it.summary()).map(it -> it.text()).orElse(null)));
    }

    @Override
    public TargetResult target(SessionKey key) {
        return states.find(key).map(SessionHandOvers::targetOf).orElseGet(TargetResult.Gone::new);
    }

    private static TargetResult targetOf(SessionState state) {
        SessionMetadata metadata = state.metadata();
        FlavorSpec flavor = FlavorSpec.of(metadata.text("flavor").orElse(null));
        String path = metadata.text("path").orElse("");
        String agentSessionId = metadata.text(flavor.agentSessionIdKey()).orElse("");
        List<String> missing = new ArrayList<>();
        if (path.isEmpty()) {
            missing.add("path");
        }
        if (agentSessionId.isEmpty()) {
            missing.add("agentSessionId");
        }
        if (!missing.isEmpty()) {
            return new TargetResult.Unavailable(missing);
        }
        SessionRow row = state.row();
        return new TargetResult.Found(
                new ResumeTarget(
                        row.id(),
                        flavor.id(),
                        path,
                        metadata.text("machineId").orElse(null),
                        metadata.text("host").orElse(null),
                        state.presence().active(),
                        state.presence().thinking(),
                        state.view().atTerminal(),
                        agentSessionId,
                        row.model(),
                        row.effort(),
                        row.modelReasoningEffort(),
                        state.permissionMode(),
                        state.presence().collaborationMode(),
                        state.copilotAgentMode()));
    }

    @Override
    public HandOverResult handOver(SessionKey key) {
        SessionState state = states.find(key).orElse(null);
        if (state == null) {
            return new HandOverResult.Gone();
        }
        if (!state.presence().active()) {
            return new HandOverResult.Done();
        }
        if (state.view().atTerminal()) {
            return new HandOverResult.AtTerminal();
        }
        RpcResult<HandoffResult> answer =
                rpc.call(key, RpcMethods.HANDOFF_LOCAL, new RpcNoParams());
        boolean isLeaving =
                switch (answer) {
                    case RpcResult.Ok<HandoffResult>(HandoffResult(boolean ok)) -> ok;
                    // A process that leaves at once may take its answer with it.
                    case RpcResult.Unavailable<HandoffResult> _ ->
                            presence.untilActive(key, false, UNTIL_ENDED);
                    default -> false;
                };
        if (!isLeaving) {
            return new HandOverResult.Failed(
                    answer.failure().isEmpty()
                            ? "The session does not hand itself over"
                            : answer.failure());
        }
        return presence.untilActive(key, false, UNTIL_GONE)
                ? new HandOverResult.Done()
                : new HandOverResult.Failed("Timed out waiting for remote session to hand off");
    }
}
