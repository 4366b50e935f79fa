package hapi.hub.ui.act;

/// Whether a session's process is there to answer, and if not, whether it could be.
public enum RunState {
    RUNNING,
    /// It can be started again: its machine is there.
    STOPPED,
    /// Its machine is not online, or not known.
    AWAY
}
