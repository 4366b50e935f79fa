package hapi.conformance;

import hapi.protocol.json.Json;
import hapi.testkit.hub.ScriptedPeer;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A shell of a session seen in a browser, and the agent's own terminal.
final class TerminalScenario implements Scenario {
    @Override
    public void play(Wire wire) {
        Cast cast = new Cast(wire);
        String id = cast.session("session", "claude");
        ScriptedPeer page = wire.peer("page", "/terminal", Map.of("token", wire.jwt()));
        wire.emitBlindly("create inactive", page, "terminal:create", create(id, "t1"));
        ScriptedPeer elsewhere = wire.peer("elsewhere", Map.of("token", wire.accessToken()));
        wire.emit("alive", elsewhere, "session-alive", Bodies.alive(id));
        wire.emitBlindly("create without peer", page, "terminal:create", create(id, "t1"));
        ScriptedPeer cli = wire.sessionPeer("cli", id);
        wire.emitBlindly("create", page, "terminal:create", create(id, "t1"));
        wire.emit("ready", cli, "terminal:ready", of(id, "t1"));
        wire.emit("output", cli, "terminal:output", of(id, "t1").put("data", "$ "));
        wire.emitBlindly("write", page, "terminal:write", of(null, "t1").put("data", "ls\r"));
        wire.emitBlindly(
                "resize", page, "terminal:resize", of(null, "t1").put("cols", 100).put("rows", 30));
        wire.emitBlindly(
                "resize wrong",
                page,
                "terminal:resize",
                of(null, "t1").put("cols", 0).put("rows", 30));
        wire.emitBlindly("write unknown", page, "terminal:write", of(null, "t9").put("data", "x"));
        wire.emit("output unknown", cli, "terminal:output", of(id, "t9").put("data", "x"));
        wire.emit("output elsewhere", elsewhere, "terminal:output", of(id, "t1").put("data", "x"));
        ScriptedPeer reloaded =
                wire.peer("reloaded page", "/terminal", Map.of("token", wire.jwt()));
        wire.emitBlindly("create again", reloaded, "terminal:create", create(id, "t1"));
        wire.emit("output again", cli, "terminal:output", of(id, "t1").put("data", "more"));
        wire.emitBlindly(
                "write of the old page", page, "terminal:write", of(null, "t1").put("data", "x"));
        for (int i = 2; i <= 5; i++) {
            wire.emitBlindly("create " + i, reloaded, "terminal:create", create(id, "t" + i));
        }
        wire.emit("exit", cli, "terminal:exit", of(id, "t2").put("code", 0).putNull("signal"));
        wire.emit("output after exit", cli, "terminal:output", of(id, "t2").put("data", "x"));
        wire.emit("error", cli, "terminal:error", of(id, "t3").put("message", "no shell"));
        wire.emitBlindly("close", reloaded, "terminal:close", of(null, "t1"));
        wire.emit("output after close", cli, "terminal:output", of(id, "t1").put("data", "x"));
        wire.emitBlindly("create broken", reloaded, "terminal:create", Json.object());
        agent(wire, cli, reloaded, id);
        cli.close();
        wire.emitBlindly(
                "write to nobody", reloaded, "terminal:write", of(null, "t4").put("data", "x"));
    }

    private static void agent(Wire wire, ScriptedPeer cli, ScriptedPeer page, String id) {
        ObjectNode session = Json.object().put("sessionId", id);
        wire.emitBlindly("agent subscribe", page, "agent-terminal:subscribe", session);
        wire.emit(
                "agent output",
                cli,
                "agent-terminal:output",
                of(id, "agent").put("data", "screen"));
        wire.emitBlindly(
                "agent resize",
                page,
                "agent-terminal:resize",
                session.deepCopy().put("cols", 90).put("rows", 20));
        wire.emitBlindly(
                "agent input", page, "agent-terminal:input", session.deepCopy().put("data", "y"));
        wire.emitBlindly("agent unsubscribe", page, "agent-terminal:unsubscribe", session);
        wire.emit(
                "agent output unseen",
                cli,
                "agent-terminal:output",
                of(id, "agent").put("data", "unseen"));
        wire.emit("agent reset", cli, "agent-terminal:reset", session);
    }

    private static ObjectNode create(String id, String terminal) {
        return of(id, terminal).put("cols", 80).put("rows", 24);
    }

    private static ObjectNode of(@org.jspecify.annotations.Nullable String id, String terminal) {
        ObjectNode body = Json.object();
        if (id != null) {
            body.put("sessionId", id);
        }
        return body.put("terminalId", terminal);
    }
}
