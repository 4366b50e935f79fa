package hapi.hub.terminal;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The screens of agents that run in a pseudo terminal: one per session, shown to any number of
/// browsers. Any thread; no call blocks. Source: protocol/socketio.md section 7.3.
public final class AgentScreens {
    static final String ENDED = "\r\n[Session terminated]\r\n";
    private static final int PER_NAMESPACE = 64;

    private final SessionService sessions;
    private final TerminalHosts hosts;

    /// Guarded by itself; the screen that changed last is the last.
    private final LinkedHashMap<SessionKey, Screen> screens = new LinkedHashMap<>();

    private static final class Screen {
        private final Scrollback scrollback = new Scrollback();
        private final Set<TerminalEnd> viewers = new HashSet<>();
    }

    public AgentScreens(SessionService sessions, TerminalHosts hosts) {
        this.sessions = sessions;
        this.hosts = hosts;
    }

    /// One more viewer: the agent draws its screen anew, or, when its command line is away, the
    /// viewer gets what was last seen.
    public void subscribe(TerminalEnd browser, String sessionId) {
        activeSession(browser.namespace(), sessionId)
                .ifPresent(key -> {
                    synchronized (screens) {
                        Screen screen = screen(key);
                        screen.viewers.add(browser);
                        if (hosts.of(key).isEmpty()) {
                            if (!screen.scrollback.isEmpty()) {
                                browser.send(
                                        "agent-terminal:output",
                                        output(key, screen.scrollback.text()));
                            }
                        } else {
                            tellHosts(key, "agent-terminal:refresh", address(key));
                        }
                    }
                });
    }

    public void unsubscribe(TerminalEnd browser, String sessionId) {
        synchronized (screens) {
            for (SessionKey key : List.copyOf(screens.keySet())) {
                if (key.namespace().equals(browser.namespace())
                        && key.id().value().equals(sessionId)) {
                    leave(key, browser);
                }
            }
        }
    }

    public void browserGone(TerminalEnd browser) {
        synchronized (screens) {
            List.copyOf(screens.keySet()).forEach(key -> leave(key, browser));
        }
    }

    private void leave(SessionKey key, TerminalEnd browser) {
        Screen screen = screens.get(key);
        if (screen != null && screen.viewers.remove(browser) && screen.viewers.isEmpty()) {
            tellHosts(key, "agent-terminal:idle", address(key));
            if (screen.scrollback.isEmpty()) {
                screens.remove(key);
            }
        }
    }

    public void resize(TerminalEnd browser, String sessionId, int cols, int rows) {
        toHosts(
                browser,
                sessionId,
                "agent-terminal:resize",
                payload -> payload.put("cols", cols).put("rows", rows));
    }

    public void input(TerminalEnd browser, String sessionId, String data) {
        toHosts(browser, sessionId, "agent-terminal:input", payload -> payload.put("data", data));
    }

    private void toHosts(
            TerminalEnd browser, String sessionId, String event, Consumer<ObjectNode> more) {
        activeSession(browser.namespace(), sessionId)
                .ifPresent(key -> {
                    ObjectNode payload = address(key);
                    more.accept(payload);
                    tellHosts(key, event, payload);
                });
    }

    private void tellHosts(SessionKey key, String event, ObjectNode payload) {
        RawJson text = RawJson.of(payload);
        hosts.of(key).forEach(host -> host.send(event, text));
    }

    /// What the agent's screen shows now goes to every viewer, unchanged.
    public void shown(SessionKey key, String data, RawJson payload) {
        synchronized (screens) {
            Screen screen = screen(key);
            screen.scrollback.add(data);
            screen.viewers.forEach(it -> it.send("agent-terminal:output", payload));
        }
    }

    /// The agent begins a new screen.
    public void reset(SessionKey key) {
        synchronized (screens) {
            Screen screen = screens.get(key);
            if (screen != null) {
                screen.scrollback.clear();
            }
        }
    }

    public void sessionEnded(SessionKey key) {
        synchronized (screens) {
            Screen screen = screens.remove(key);
            if (screen != null) {
                RawJson last = output(key, ENDED);
                screen.viewers.forEach(it -> it.send("agent-terminal:output", last));
                if (!screen.viewers.isEmpty()) {
                    // They stay: the session may be resumed under their eyes.
                    screens.computeIfAbsent(key, _ -> new Screen()).viewers.addAll(screen.viewers);
                }
            }
        }
    }

    /// Moves the session to the end; the oldest screen of its namespace that nobody sees makes
    /// room.
    private Screen screen(SessionKey key) {
        Screen known = screens.remove(key);
        Screen screen = known == null ? new Screen() : known;
        screens.put(key, screen);
        if (known == null) {
            makeRoom(key);
        }
        return screen;
    }

    private void makeRoom(SessionKey added) {
        List<Map.Entry<SessionKey, Screen>> ofNamespace =
                screens.entrySet().stream()
                        .filter(it -> it.getKey().namespace().equals(added.namespace()))
                        .toList();
        if (ofNamespace.size() > PER_NAMESPACE) {
            ofNamespace.stream()
                    .filter(it -> it.getValue().viewers.isEmpty() && !it.getKey().equals(added))
                    .findFirst()
                    .or(() -> Optional.of(ofNamespace.getFirst()))
                    .ifPresent(it -> screens.remove(it.getKey()));
        }
    }

    private Optional<SessionKey> activeSession(Namespace namespace, String sessionId) {
        return sessions.resolve(namespace, sessionId) instanceof SessionLookup.Found(SessionKey key)
                        && sessions.find(key).filter(Session::active).isPresent()
                ? Optional.of(key)
                : Optional.empty();
    }

    private static ObjectNode address(SessionKey key) {
        return Json.object().put("sessionId", key.id().value());
    }

    private static RawJson output(SessionKey key, String data) {
        return RawJson.of(address(key).put("terminalId", "agent").put("data", data));
    }
}
