package hapi.interop;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The process of a session without an agent: the test says what the agent does, but files, git and
/// uploads are real. Its shell answers every line with `echo: ` and the line.
final class PlayedAgent implements AutoCloseable {
    private final String id;
    private final Path folder;
    private final ScriptedPeer peer;
    private final List<JsonNode> uploads = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private int stateVersion = 1;
    private final StringBuilder typed = new StringBuilder();

    private PlayedAgent(HubProcess hub, String id, Path folder) {
        this.id = id;
        this.folder = folder;
        this.peer =
                ScriptedPeer.connect(
                        hub.url(),
                        "/cli",
                        Map.of(
                                "token",
                                hub.token(),
                                "clientType",
                                "session-scoped",
                                "sessionId",
                                id));
        for (String silent : List.of("permission", "abort", "switch")) {
            peer.serve(id, silent, params -> Json.parse("null"));
        }
        peer.serve(id, "killSession", params -> Json.object().put("success", true));
        peer.serve(
                id,
                "set-session-config",
                params -> Json.object().<ObjectNode>set("applied", params));
        peer.serve(
                id,
                "git-status",
                params -> git("status", "--porcelain=v2", "--branch", "--untracked-files=all"));
        peer.serve(id, "git-diff-numstat", params -> git(diff(params, "--numstat")));
        peer.serve(
                id,
                "git-diff-file",
                params ->
                        git(
                                diff(
                                        params,
                                        "--no-ext-diff",
                                        "--",
                                        params.path("filePath").asString())));
        peer.serve(id, "readFile", this::read);
        peer.serve(id, "listDirectory", this::list);
        peer.serve(id, "ripgrep", params -> git("ls-files"));
        peer.serve(id, "uploadFile", this::upload);
        peer.serve(id, "deleteUpload", params -> Json.object().put("success", true));
        peer.serve(
                id,
                "listSlashCommands",
                params -> Json.parse("{\"success\":true,\"commands\":[]}"));
        peer.serve(id, "listSkills", params -> Json.parse("{\"success\":true,\"skills\":[]}"));
        peer.acknowledging("cancel-queued-message", Json.parse("{\"removed\":true}"));
        peer.on("terminal:open", this::opened);
        peer.on("terminal:write", this::written);
        beat();
        peer.flush();
    }

    static PlayedAgent start(HubProcess hub, String machineId, Path folder, String name) {
        ObjectNode body = Json.object().put("tag", UUID.randomUUID().toString());
        ObjectNode metadata =
                body.putObject("metadata")
                        .put("path", folder.toString())
                        .put("host", "workshop")
                        .put("name", name)
                        .put("machineId", machineId)
                        .put("flavor", "claude");
        metadata.putObject("capabilities").put("terminal", true);
        body.putObject("agentState").put("controlledByUser", false);
        String id = hub.client().createSession(body);
        return new PlayedAgent(hub, id, folder);
    }

    String id() {
        return id;
    }

    Path folder() {
        return folder;
    }

    /// What was uploaded, with the content in base64.
    List<JsonNode> uploads() {
        return List.copyOf(uploads);
    }

    /// The lines that were typed into its shell.
    List<String> lines() {
        return List.copyOf(lines);
    }

    void beat() {
        peer.emit(
                "session-alive",
                Json.object()
                        .put("sid", id)
                        .put("time", System.currentTimeMillis())
                        .put("thinking", false));
    }

    /// The agent says something.
    void say(String words) {
        ObjectNode message = Json.object().put("sid", id);
        ObjectNode data =
                message.putObject("message")
                        .put("role", "agent")
                        .putObject("content")
                        .put("type", "codex")
                        .putObject("data");
        data.put("type", "message").put("message", words);
        peer.emit("message", message);
        peer.flush();
    }

    /// Waits for a prompt with this text.
    ///
    /// @return its content and local id
    JsonNode awaitPrompt(String text) {
        return peer.await(event ->
                        prompt(event)
                                .path("content")
                                .path("content")
                                .path("text")
                                .asString("")
                                .equals(text))
                .path("data")
                .path("body")
                .path("message");
    }

    /// The agent takes a prompt out of the queue.
    void take(JsonNode prompt) {
        ObjectNode consumed = Json.object().put("sid", id).put("clearQueuedThinkingGrace", true);
        consumed.putArray("localIds").add(prompt.path("localId").asString());
        peer.emit("messages-consumed", consumed);
        peer.flush();
    }

    /// The agent wants to run a command: it says so, and then its process asks.
    void ask(String request, String command) {
        ObjectNode message = Json.object().put("sid", id);
        ObjectNode data =
                message.putObject("message")
                        .put("role", "agent")
                        .putObject("content")
                        .put("type", "output")
                        .putObject("data")
                        .put("type", "assistant")
                        .put("uuid", UUID.randomUUID().toString());
        data.putObject("message")
                .put("role", "assistant")
                .putArray("content")
                .addObject()
                .put("type", "tool_use")
                .put("id", request)
                .put("name", "Bash")
                .putObject("input")
                .put("command", command);
        peer.emit("message", message);
        peer.flush();
        ObjectNode state = Json.object().put("controlledByUser", false);
        request(state.putObject("requests"), request, command);
        write(state);
    }

    /// Waits for the decision about a request and confirms it.
    JsonNode awaitDecision(String request, String command) {
        JsonNode decision =
                peer.await(event ->
                                event.path("data")
                                                .path("method")
                                                .asString("")
                                                .equals(id + ":permission")
                                        && event.path("data")
                                                .path("params")
                                                .path("id")
                                                .asString("")
                                                .equals(request))
                        .path("data")
                        .path("params");
        ObjectNode state = Json.object().put("controlledByUser", false);
        state.putObject("requests");
        request(state.putObject("completedRequests"), request, command)
                .put("completedAt", System.currentTimeMillis())
                .put("status", decision.path("approved").asBoolean() ? "approved" : "denied");
        write(state);
        return decision;
    }

    JsonNode awaitEvent(String name) {
        return peer.await(event -> event.path("event").asString("").equals(name)).path("data");
    }

    @Override
    public void close() {
        peer.close();
    }

    private static ObjectNode request(ObjectNode requests, String request, String command) {
        ObjectNode asked =
                requests.putObject(request)
                        .put("tool", "Bash")
                        .put("createdAt", System.currentTimeMillis());
        asked.putObject("arguments").put("command", command);
        return asked;
    }

    private static JsonNode prompt(JsonNode event) {
        JsonNode body = event.path("data").path("body");
        return body.path("t").asString("").equals("new-message")
                ? body.path("message")
                : Json.object();
    }

    private void write(ObjectNode agentState) {
        ObjectNode write = Json.object().put("sid", id).put("expectedVersion", stateVersion);
        write.set("agentState", agentState);
        JsonNode answer = peer.ask("update-state", write);
        if (!answer.path("result").asString("").equals("success")) {
            throw new AssertionError("the hub did not take the state: " + answer);
        }
        stateVersion = answer.path("version").asInt();
    }

    private String[] diff(JsonNode params, String... more) {
        List<String> words = new ArrayList<>(List.of("diff"));
        if (params.path("staged").asBoolean(false)) {
            words.add("--cached");
        }
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    private JsonNode git(String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(words));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            return Json.object()
                    .put("success", exit == 0)
                    .put("stdout", out)
                    .put("stderr", "")
                    .put("exitCode", exit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode read(JsonNode params) {
        try {
            byte[] content = Files.readAllBytes(folder.resolve(params.path("path").asString()));
            return Json.object()
                    .put("success", true)
                    .put("content", Base64.getEncoder().encodeToString(content))
                    .put("size", content.length);
        } catch (IOException e) {
            return Json.object().put("success", false).put("error", "File not found");
        }
    }

    private JsonNode list(JsonNode params) {
        return PlayedMachine.listing(folder.resolve(params.path("path").asString("")));
    }

    private JsonNode upload(JsonNode params) {
        uploads.add(params);
        return Json.object()
                .put("success", true)
                .put("path", "/tmp/uploads/" + params.path("filename").asString());
    }

    private void opened(JsonNode data) {
        peer.emit("terminal:ready", terminal(data));
        peer.emit("terminal:output", terminal(data).put("data", "ready> "));
    }

    private void written(JsonNode data) {
        typed.append(data.path("data").asString(""));
        int end = typed.indexOf("\r");
        if (end >= 0) {
            String line = typed.substring(0, end);
            typed.delete(0, end + 1);
            lines.add(line);
            peer.emit(
                    "terminal:output",
                    terminal(data).put("data", "\r\necho: " + line + "\r\nready> "));
        }
    }

    private static ObjectNode terminal(JsonNode data) {
        return Json.object()
                .put("sessionId", data.path("sessionId").asString())
                .put("terminalId", data.path("terminalId").asString());
    }
}
