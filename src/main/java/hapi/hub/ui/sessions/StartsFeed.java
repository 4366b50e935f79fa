package hapi.hub.ui.sessions;

import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.bridge.Feed;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The starts whose first prompt is in no session, as one element shows them.
public final class StartsFeed implements Feed {
    private final Supplier<List<OpenStart>> open;
    private final Consumer<List<OpenStart>> view;
    private List<OpenStart> now = List.of();
    private boolean isChanged;

    /// @param open reads them; off the UI
    /// @param view shows them; with the UI's lock
    public StartsFeed(Supplier<List<OpenStart>> open, Consumer<List<OpenStart>> view) {
        this.open = open;
        this.view = view;
    }

    @Override
    public boolean wants(HubEvent event) {
        return event instanceof HubEvent.StartMoved;
    }

    @Override
    public void load() {
        List<OpenStart> read = open.get();
        isChanged |= !read.equals(now);
        now = read;
    }

    @Override
    public void take(List<Published> events) {
        load();
    }

    @Override
    public void show(boolean everything) {
        if (everything || isChanged) {
            view.accept(now);
        }
        isChanged = false;
    }
}
