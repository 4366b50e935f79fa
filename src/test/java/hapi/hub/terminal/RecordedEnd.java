package hapi.hub.terminal;

import hapi.hub.scope.Namespace;
import hapi.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;

/// An end of a terminal that keeps what it is sent, as `event payload`.
final class RecordedEnd implements TerminalEnd {
    private final Namespace namespace;
    private final List<String> sent = new ArrayList<>();

    RecordedEnd(Namespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public Namespace namespace() {
        return namespace;
    }

    @Override
    public synchronized void send(String event, RawJson payload) {
        sent.add(event + " " + payload.text());
    }

    /// What came since the last call.
    synchronized List<String> taken() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
