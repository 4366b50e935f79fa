package hapi.cli.session;

import hapi.cli.tui.RemoteTerminal;
import hapi.protocol.id.RequestId;
import hapi.protocol.rpc.SessionCalls.PermissionParams;

/// What the person at the remote screen decides, brought to the session's thread.
///
/// @param canSwitch whether there is a local mode
/// @param onExit ends the session
record TerminalKeys(
        SessionThread thread, SessionMethods.Asked session, boolean canSwitch, Runnable onExit)
        implements RemoteTerminal.Keys {
    @Override
    public void switchToLocal() {
        thread.post(() -> session.switchTo("local"));
    }

    @Override
    public void exit() {
        thread.post(onExit);
    }

    /// For this once, without changing the mode.
    @Override
    public void decide(String questionId, boolean isAllowed) {
        PermissionParams decision =
                new PermissionParams(
                        new RequestId(questionId), isAllowed, null, null, null, null, null);
        thread.post(() -> session.decide(decision));
    }
}
