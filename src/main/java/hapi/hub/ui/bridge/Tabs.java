package hapi.hub.ui.bridge;

import com.vaadin.flow.component.Component;
import hapi.hub.scope.Namespace;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Service;

/// The open tabs by names that cannot be guessed, so that a request of a tab can be answered
/// through its push. Safe from any thread.
@Service
public class Tabs {
    private final Map<String, Tab> open = new ConcurrentHashMap<>();

    private record Tab(Namespace namespace, Screen screen, LongConsumer beat) {}

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
        open.put(name, new Tab(namespace, screen, beat));
    }

    /// Sends a beat through the push of a tab; when that is away, as soon as it is back.
    ///
    /// @return false when there is no such tab of this namespace
    boolean beat(Namespace namespace, String name, long number) {
        Tab tab = open.get(name);
        if (tab == null || !tab.namespace().equals(namespace)) {
            return false;
        }
        tab.screen().access(() -> tab.beat().accept(number));
        return true;
    }
}
