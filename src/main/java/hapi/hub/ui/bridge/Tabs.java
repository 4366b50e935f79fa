package hapi.hub.ui.bridge;

import com.vaadin.flow.component.Component;
import hapi.hub.notify.Screens;
import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The open tabs by names that cannot be guessed, so that a request of a tab can be answered
/// through its push, and which of them somebody uses. Safe from any thread.
@Service
public class Tabs implements Screens {
    /// Who has not touched a page for so long may have put the phone away.
    private static final Duration IN_USE = Duration.ofSeconds(30);

    private final Map<String, Tab> open = new ConcurrentHashMap<>();
    private final Clock clock;

    Tabs(Clock clock) {
        this.clock = clock;
    }

    /// `usedAt` is when it was touched last, epoch milliseconds; 0 when it was not, or is hidden.
    private record Tab(Namespace namespace, Screen screen, LongConsumer beat, long usedAt) {
        private Tab used(long at) {
            return new Tab(namespace, screen, beat, at);
        }
    }

    /// Names the tab that the element is in, as long as it is there. `beat` is called with the UI's
    /// lock.
    ///
    /// @return the name
    public String name(Component element, Namespace namespace, LongConsumer beat) {
        String name = UUID.randomUUID().toString();
        element.addAttachListener(event -> put(name, namespace, new UiScreen(event.getUI()), beat));
        element.addDetachListener(_ -> open.remove(name));
        return name;
    }

    void put(String name, Namespace namespace, Screen screen, LongConsumer beat) {
        open.put(name, new Tab(namespace, screen, beat, 0));
    }

    /// Sends a beat through the push of a tab; when that is away, as soon as it is back. `idle` is
    /// how long ago somebody touched the page.
    ///
    /// @return false when there is no such tab of this namespace
    boolean beat(Namespace namespace, String name, long number, Optional<Duration> idle) {
        Tab tab = of(namespace, name, idle.map(it -> clock.millis() - it.toMillis()).orElse(0L));
        if (tab == null) {
            return false;
        }
        tab.screen().access(() -> tab.beat().accept(number));
        return true;
    }

    /// Nobody sees the tab any more.
    void hidden(Namespace namespace, String name) {
        of(namespace, name, 0);
    }

    /// Writes down its last use. Null when there is no such tab of this namespace.
    private @Nullable Tab of(Namespace namespace, String name, long usedAt) {
        Tab tab =
                open.computeIfPresent(
                        name, (_, it) -> it.namespace().equals(namespace) ? it.used(usedAt) : it);
        return tab != null && tab.namespace().equals(namespace) ? tab : null;
    }

    @Override
    public boolean isWatched(Namespace namespace) {
        long since = clock.millis() - IN_USE.toMillis();
        return open.values().stream()
                .anyMatch(tab -> tab.namespace().equals(namespace) && tab.usedAt() > since);
    }
}
