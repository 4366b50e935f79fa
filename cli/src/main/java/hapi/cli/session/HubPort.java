package hapi.cli.session;

import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// What a session needs of its hub. The implementation keeps order, survives reconnects and may be
/// called from any thread.
public interface HubPort {
    /// Adds a message to the chat. `createdAt` is epoch milliseconds.
    void message(RawJson message, OptionalLong createdAt);

    /// Waits while too much is waiting for the hub, at most this long; false when there is no room
    /// yet. Never call it on the session's thread.
    boolean awaitRoom(Duration limit);

    /// Changes the agent state: the function may be applied several times, each time to the newest
    /// value. The future completes when the hub has it.
    CompletableFuture<?> updateState(UnaryOperator<ObjectNode> change);

    CompletableFuture<?> updateMetadata(UnaryOperator<ObjectNode> change);

    /// The newest metadata the hub confirmed.
    ObjectNode metadata();

    /// The agent is given these prompts now. What is said after this stands behind them in the
    /// chat, so call it first.
    void consumed(List<String> localIds);

    /// The agent has these prompts, or never will: whoever goes on with the session after this
    /// process need not give them again.
    void given(List<String> localIds);

    /// What the keep-alive tells from now on; sent at once when it differs.
    void alive(boolean thinking, boolean isLocal, SessionSettings settings);

    /// Registers a handler. It is called on a thread of its own; what it throws is answered as an
    /// error text.
    <P, R> void handle(RpcMethod<P, R> method, Function<P, R> handler);

    /// Prompts from the web, each once, in order; also those that came before this call.
    void onPrompts(PromptIntake intake);

    /// Ends the session: what was said so far reaches the hub, then `session-end`, then the
    /// archived metadata. Waits at most five seconds.
    void end(End end);

    /// `reason` as on the wire: completed, terminated, error. `archiveReason` is for people.
    record End(String reason, String archiveReason) {}

    /// Receives prompts and answers requests to take one back. Must return quickly.
    interface PromptIntake {
        void prompt(String localId, ObjectNode message);

        Withdrawal withdraw(String localId);
    }

    /// What became of a prompt somebody wanted back.
    enum Withdrawal {
        /// It was still waiting here and is gone.
        REMOVED,
        /// The agent has it.
        CONSUMED,
        UNKNOWN
    }
}
