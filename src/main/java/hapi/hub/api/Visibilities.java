package hapi.hub.api;

import hapi.hub.notify.Screens;
import hapi.hub.scope.Namespace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Which event streams belong to a screen that a person is looking at.
@Component
class Visibilities implements Screens {
    private final Map<String, Screen> screens = new ConcurrentHashMap<>();

    void opened(String subscription, Namespace namespace, boolean visible) {
        screens.put(subscription, new Screen(namespace, visible));
    }

    void closed(String subscription) {
        screens.remove(subscription);
    }

    /// False when there is no such stream in this namespace.
    boolean set(String subscription, Namespace namespace, boolean visible) {
        return screens.computeIfPresent(
                                subscription,
                                (id, screen) ->
                                        screen.namespace.equals(namespace)
                                                ? new Screen(namespace, visible)
                                                : screen)
                        instanceof Screen screen
                && screen.namespace.equals(namespace);
    }

    boolean isVisible(String subscription) {
        Screen screen = screens.get(subscription);
        return screen != null && screen.visible;
    }

    @Override
    public boolean isWatched(Namespace namespace) {
        return screens.values().stream()
                .anyMatch(screen -> screen.visible && screen.namespace.equals(namespace));
    }

    private record Screen(Namespace namespace, boolean visible) {}
}
