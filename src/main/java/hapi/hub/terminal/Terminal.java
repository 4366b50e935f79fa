package hapi.hub.terminal;

import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One shell of a session: the command line that runs it, the browser that shows it (none after a
/// reload or a lost connection), and what it has shown. Guarded by itself, so that what is replayed
/// to a new browser and what comes after it never change places.
final class Terminal {
    private final SessionKey session;
    private final String id;
    private final Scrollback scrollback = new Scrollback();

    private TerminalEnd host;
    private @Nullable TerminalEnd viewer;
    private long trafficAt;

    Terminal(SessionKey session, String id, TerminalEnd host, TerminalEnd viewer, long now) {
        this.session = session;
        this.id = id;
        this.host = host;
        this.viewer = viewer;
        this.trafficAt = now;
    }

    SessionKey session() {
        return session;
    }

    String id() {
        return id;
    }

    synchronized boolean isShownBy(TerminalEnd browser) {
        return browser.equals(viewer);
    }

    synchronized boolean isRunBy(TerminalEnd commandLine) {
        return commandLine.equals(host);
    }

    synchronized boolean isUnattended() {
        return viewer == null;
    }

    /// When it was last used, milliseconds since 1970.
    synchronized long trafficAt() {
        return trafficAt;
    }

    synchronized boolean isSilentSince(long limit) {
        return trafficAt < limit;
    }

    /// Asks the command line to open it, and shows the browser what was on the screen before. Who
    /// has shown it until now is told, or would type into nothing.
    synchronized void open(
            TerminalEnd commandLine, TerminalEnd browser, int cols, int rows, long now) {
        if (viewer != null && !browser.equals(viewer)) {
            // Not an error: the published page would say that it failed.
            viewer.send("terminal:taken", RawJson.of(Json.object().put("terminalId", id)));
        }
        host = commandLine;
        viewer = browser;
        trafficAt = now;
        host.send("terminal:open", size(cols, rows));
        if (!scrollback.isEmpty()) {
            browser.send(
                    "terminal:output",
                    RawJson.of(Json.object().put("terminalId", id).put("data", scrollback.text())));
        }
    }

    synchronized void write(String data, long now) {
        trafficAt = now;
        host.send("terminal:write", RawJson.of(address().put("data", data)));
    }

    synchronized void resize(int cols, int rows, long now) {
        trafficAt = now;
        host.send("terminal:resize", size(cols, rows));
    }

    synchronized void closeHost() {
        host.send("terminal:close", RawJson.of(address()));
    }

    /// Hands on what the command line said, unchanged.
    synchronized void show(String event, RawJson payload, String output, long now) {
        trafficAt = now;
        scrollback.add(output);
        if (viewer != null) {
            viewer.send(event, payload);
        }
    }

    synchronized void fail(String message) {
        if (viewer != null) {
            viewer.send("terminal:error", error(id, message));
        }
    }

    synchronized void left(TerminalEnd browser) {
        if (browser.equals(viewer)) {
            viewer = null;
        }
    }

    static RawJson error(String terminalId, String message) {
        return RawJson.of(Json.object().put("terminalId", terminalId).put("message", message));
    }

    private RawJson size(int cols, int rows) {
        return RawJson.of(address().put("cols", cols).put("rows", rows));
    }

    private ObjectNode address() {
        return Json.object().put("sessionId", session.id().value()).put("terminalId", id);
    }
}
