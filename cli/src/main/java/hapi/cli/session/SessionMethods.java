package hapi.cli.session;

import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.RpcNothing;
import hapi.protocol.rpc.SessionCalls.AppliedSettings;
import hapi.protocol.rpc.SessionCalls.HandoffResult;
import hapi.protocol.rpc.SessionCalls.KillResult;
import hapi.protocol.rpc.SessionCalls.PermissionParams;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import hapi.protocol.rpc.SessionCalls.SteerResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The methods a session offers its hub, brought to the session's thread. A decision, an abort and
/// changed settings are answered when they took effect; a change of sides and the end take longer
/// than a caller waits and are answered before.
final class SessionMethods {
    private static final Duration AFTER_THE_ANSWER = Duration.ofMillis(50);

    /// Less than the hub waits.
    private static final Duration STEER_LIMIT = Duration.ofSeconds(20);

    private SessionMethods() {}

    /// Who is asked; all methods are called on the session's thread.
    interface Asked {
        void decide(PermissionParams decision);

        void abort();

        /// Puts a waiting prompt into the running turn; completed on the session's thread.
        CompletableFuture<SteerResult> steer(String localId);

        /// `to` is `local` or `remote`; old clients say nothing.
        void switchTo(@Nullable String to);

        AppliedSettings configure(SessionSettings wanted);

        void kill();

        /// Whether a terminal of this machine may take the session over from this process.
        boolean isHandedOver();

        /// Ends this process because a terminal goes on with the session.
        void handOver();
    }

    static void offer(HubPort hub, SessionThread thread, Asked session) {
        hub.handle(RpcMethods.PERMISSION, decision -> done(thread, () -> session.decide(decision)));
        hub.handle(RpcMethods.ABORT, _ -> done(thread, session::abort));
        hub.handle(
                RpcMethods.STEER_QUEUED_MESSAGE,
                wanted -> steered(thread.call(() -> session.steer(wanted.localId()))));
        hub.handle(
                RpcMethods.SWITCH,
                wanted -> {
                    thread.post(() -> session.switchTo(wanted.to()));
                    return RpcNothing.NOTHING;
                });
        hub.handle(
                RpcMethods.SET_SESSION_CONFIG,
                wanted -> thread.call(() -> session.configure(wanted)));
        hub.handle(
                RpcMethods.KILL_SESSION,
                _ -> {
                    thread.after(AFTER_THE_ANSWER, session::kill);
                    return new KillResult(true, "Killing hapi CLI process");
                });
        hub.handle(
                RpcMethods.HANDOFF_LOCAL,
                _ -> {
                    boolean isHandedOver = thread.call(session::isHandedOver);
                    if (isHandedOver) {
                        thread.after(AFTER_THE_ANSWER, session::handOver);
                    }
                    return new HandoffResult(isHandedOver);
                });
    }

    /// Waits on the caller's thread: the session goes on meanwhile.
    private static SteerResult steered(CompletableFuture<SteerResult> answer) {
        return answer.completeOnTimeout(
                        new SteerResult(false, "The agent does not answer"),
                        STEER_LIMIT.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private static RpcNothing done(SessionThread thread, Runnable task) {
        thread.call(() -> {
            task.run();
            return RpcNothing.NOTHING;
        });
        return RpcNothing.NOTHING;
    }
}
