package hapi.hub.ui.bridge;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import java.util.List;

/// What one element on the screen shows, kept outside of the UI. [UiBridge] calls one method at a
/// time, so a feed needs no lock of its own.
public interface Feed {
    boolean wants(HubEvent event);

    /// Reads everything anew. Reads the store; does not touch the UI.
    void load();

    /// Applies events in order; an event that the last [#load] already saw must do no harm. Does
    /// not touch the UI.
    void take(List<Published> events);

    /// Sends to the element what changed since the last call, or everything. Called with the UI's
    /// lock held; does not wait for anything.
    void show(boolean everything);
}
