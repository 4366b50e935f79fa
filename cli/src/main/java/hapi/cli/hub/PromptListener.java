package hapi.cli.hub;

/// Takes prompts. Both methods are called on one thread per session, in order; they must return
/// quickly (put into a queue, take out of a queue).
public interface PromptListener {
    /// Each prompt comes once, also after reconnects, re-sending and backfill. When the agent gets
    /// it, call [SessionLink#consumed] first.
    void received(Prompt prompt);

    /// The person takes a waiting prompt back. Take it out of the queue and say whether that
    /// worked.
    Taken takeBack(Prompt prompt);

    /// What became of a prompt that somebody wanted back.
    enum Taken {
        /// It was waiting and is gone.
        REMOVED,
        /// It is on its way to the agent: too late, but not there yet.
        IN_FLIGHT,
        /// The agent has it.
        CONSUMED,
        /// Nobody can tell.
        INDETERMINATE,
        /// It is not known here.
        UNKNOWN
    }
}
