package hapi.hub.ui.bridge;

/// The browser tab behind a UI, as far as the bridge needs it.
interface Screen {
    /// Runs a task with the UI's lock and sends what it did; nothing happens when the tab is gone.
    void access(Runnable task);

    /// False while what is sent would wait for the browser to come back.
    boolean isReachable();
}
