package hapi.cli.acp;

/// What an agent keeps of the session it is to go on with, where that must be looked after so that
/// it can be loaded. Both may be called more than once; they block on files and never throw.
interface KeptSession {
    /// For agents that load what they keep.
    KeptSession AS_IT_IS =
            new KeptSession() {
                @Override
                public void beforeStart() {}

                @Override
                public void afterLoad() {}
            };

    /// Before the agent's program is started.
    void beforeStart();

    /// After the agent was asked to load the session, whatever it answered.
    void afterLoad();
}
