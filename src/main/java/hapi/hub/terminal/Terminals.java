package hapi.hub.terminal;

import hapi.hub.lanes.Sweep;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All terminals of the hub, by namespace and the id that the browser chose. Bytes only pass
/// through: nothing of a terminal is stored, and nothing of it goes over the spine. Any thread; no
/// call blocks. Source: protocol/socketio.md section 7.
///
/// A browser that goes leaves its terminals running until they have been silent for
/// [TerminalLimits#idle]; it, or another of the same namespace, takes one over by opening it again,
/// also from a browser that still shows it, which hears `terminal:taken` (ours).
public final class Terminals implements Sweep {
    private static final Logger log = LoggerFactory.getLogger(Terminals.class);

    private record Address(Namespace namespace, String terminalId) {}

    private final SessionService sessions;
    private final TerminalHosts hosts;
    private final TerminalLimits limits;
    private final Clock clock;
    private final Map<Address, Terminal> terminals = new ConcurrentHashMap<>();

    /// Held while terminals come and go, so that the limits hold; never while bytes pass.
    private final ReentrantLock coming = new ReentrantLock();

    public Terminals(
            SessionService sessions, TerminalHosts hosts, TerminalLimits limits, Clock clock) {
        this.sessions = sessions;
        this.hosts = hosts;
        this.limits = limits;
        this.clock = clock;
    }

    /// Opens a terminal, or takes over the one of this id; a refusal goes to the browser as
    /// `terminal:error`.
    public void open(TerminalEnd browser, String sessionId, String terminalId, int cols, int rows) {
        Optional<SessionKey> session = activeSession(browser.namespace(), sessionId);
        if (session.isEmpty()) {
            refuse(browser, terminalId, "Session is inactive or unavailable.");
            return;
        }
        coming.lock();
        try {
            open(browser, session.get(), terminalId, cols, rows);
        } finally {
            coming.unlock();
        }
    }

    private void open(
            TerminalEnd browser, SessionKey session, String terminalId, int cols, int rows) {
        Address address = new Address(browser.namespace(), terminalId);
        Terminal known = terminals.get(address);
        Optional<String> tooMany = tooMany(browser, session, known);
        List<TerminalEnd> found = hosts.of(session);
        if (tooMany.isPresent()) {
            refuse(browser, terminalId, tooMany.get());
        } else if (found.isEmpty()) {
            refuse(browser, terminalId, "CLI is not connected for this session.");
        } else if (known != null && !known.session().equals(session)) {
            refuse(browser, terminalId, "Terminal ID is already in use.");
        } else {
            TerminalEnd host = found.getFirst();
            long now = clock.millis();
            Terminal terminal =
                    known == null ? new Terminal(session, terminalId, host, browser, now) : known;
            terminals.put(address, terminal);
            terminal.open(host, browser, cols, rows, now);
            if (!hosts.of(session).contains(host)) {
                // It went while we looked away, and nobody else will say so.
                hostGone(host);
            }
        }
    }

    /// The terminal of this session that nobody looks at: of several the one that was used last. A
    /// page that has none of its own goes on there, on whatever device the shell was begun.
    public Optional<String> unattended(SessionKey session) {
        return terminals.values().stream()
                .filter(it -> it.session().equals(session) && it.isUnattended())
                .max(Comparator.comparingLong(Terminal::trafficAt))
                .map(Terminal::id);
    }

    private Optional<String> tooMany(
            TerminalEnd browser, SessionKey session, @Nullable Terminal known) {
        Predicate<Terminal> other = terminal -> terminal != known;
        if (count(other.and(it -> it.isShownBy(browser))) >= limits.perOwner()) {
            return Optional.of("Too many terminals open (max %d).".formatted(limits.perOwner()));
        }
        if (count(other.and(it -> it.session().equals(session))) >= limits.perOwner()) {
            return Optional.of(
                    "Too many terminals open for this session (max %d)."
                            .formatted(limits.perOwner()));
        }
        Namespace namespace = session.namespace();
        if (count(other.and(it -> it.session().namespace().equals(namespace)))
                >= limits.perNamespace()) {
            return Optional.of(
                    "Too many terminals open (max %d).".formatted(limits.perNamespace()));
        }
        return Optional.empty();
    }

    private long count(Predicate<Terminal> which) {
        return terminals.values().stream().filter(which).count();
    }

    private Optional<SessionKey> activeSession(Namespace namespace, String sessionId) {
        return sessions.resolve(namespace, sessionId) instanceof SessionLookup.Found(SessionKey key)
                        && sessions.find(key).filter(Session::active).isPresent()
                ? Optional.of(key)
                : Optional.empty();
    }

    private static void refuse(TerminalEnd browser, String terminalId, String message) {
        browser.send("terminal:error", Terminal.error(terminalId, message));
    }

    /// Keys pressed. Ignored, as everything below, for a terminal that this browser does not show.
    public void write(TerminalEnd browser, String terminalId, String data) {
        shownBy(browser, terminalId).ifPresent(it -> it.write(data, clock.millis()));
    }

    public void resize(TerminalEnd browser, String terminalId, int cols, int rows) {
        shownBy(browser, terminalId).ifPresent(it -> it.resize(cols, rows, clock.millis()));
    }

    public void close(TerminalEnd browser, String terminalId) {
        shownBy(browser, terminalId).filter(this::remove).ifPresent(Terminal::closeHost);
    }

    private Optional<Terminal> shownBy(TerminalEnd browser, String terminalId) {
        return Optional.ofNullable(terminals.get(new Address(browser.namespace(), terminalId)))
                .filter(it -> it.isShownBy(browser));
    }

    public void browserGone(TerminalEnd browser) {
        terminals.values().forEach(it -> it.left(browser));
    }

    /// `terminal:ready`, `terminal:output`, `terminal:exit` or `terminal:error` of a command line:
    /// handed on unchanged when it runs that terminal of that session. `output` is the data of an
    /// output, empty for the others.
    public void said(
            TerminalEnd host,
            String event,
            String sessionId,
            String terminalId,
            String output,
            RawJson payload) {
        Terminal terminal = terminals.get(new Address(host.namespace(), terminalId));
        if (terminal == null
                || !terminal.isRunBy(host)
                || !terminal.session().id().value().equals(sessionId)) {
            return;
        }
        boolean isOver = event.equals("terminal:exit") || event.equals("terminal:error");
        if (isOver) {
            remove(terminal);
        }
        terminal.show(event, payload, output, clock.millis());
    }

    public void hostGone(TerminalEnd host) {
        end(it -> it.isRunBy(host), "CLI disconnected.", false);
    }

    /// Closes what nobody has used for too long.
    @Override
    public void sweep() {
        long limit = clock.millis() - limits.idle().toMillis();
        end(it -> it.isSilentSince(limit), "Terminal closed due to inactivity.", true);
    }

    private void end(Predicate<Terminal> which, String message, boolean tellHost) {
        for (Terminal terminal : new ArrayList<>(terminals.values())) {
            if (which.test(terminal) && remove(terminal)) {
                log.debug("session={} terminal ended: {}", terminal.session(), message);
                terminal.fail(message);
                if (tellHost) {
                    terminal.closeHost();
                }
            }
        }
    }

    /// False when somebody else has removed it.
    private boolean remove(Terminal terminal) {
        return terminals.remove(
                new Address(terminal.session().namespace(), terminal.id()), terminal);
    }
}
