package hapi.cli.jsonrpc;

import hapi.cli.agent.AgentProcess;
import hapi.protocol.json.Json;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A peer without a process: what we write is kept and may be reacted to, what it says comes when
/// the test says so, on the test's thread.
public final class PlayedWire implements Wire, Wire.Opener {
    private final List<JsonNode> written = new CopyOnWriteArrayList<>();
    private Consumer<JsonNode> reaction = _ -> {};
    private AgentProcess.Listener listener;
    private Runnable onEnd = () -> {};
    private volatile boolean isAlive = true;
    private volatile boolean isEnded;

    @Override
    public Wire open(AgentProcess.Listener lines) {
        listener = lines;
        return this;
    }

    /// Called with each message after it is kept.
    public void onWrite(Consumer<JsonNode> react) {
        reaction = react;
    }

    /// Called when our side ends the peer.
    public void onEnd(Runnable react) {
        onEnd = react;
    }

    @Override
    public void write(String line) {
        JsonNode message = Json.parse(line);
        written.add(message);
        reaction.accept(message);
    }

    @Override
    public boolean isAlive() {
        return isAlive;
    }

    @Override
    public void end() {
        isEnded = true;
        onEnd.run();
    }

    /// The peer says this line.
    public void says(String line) {
        listener.line(line);
    }

    public void exits(int code, String lastWords) {
        isAlive = false;
        listener.exited(code, lastWords);
    }

    public List<JsonNode> written() {
        return written;
    }

    public boolean isEnded() {
        return isEnded;
    }
}
