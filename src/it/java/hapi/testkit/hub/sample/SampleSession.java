package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.ScriptedPeer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One session of the data set and the process behind it. Decisions and settings have the effect
/// that they have with an agent; prompts are taken and answered in a word, by [Sample#QUEUE] never.
///
/// Its methods may be called from any thread.
public final class SampleSession implements AutoCloseable {
    private final Sample sample;
    private final Story story;
    private final Wording wording;
    private final ScriptedPeer peer;
    private final ObjectNode state = Json.object();
    private final ObjectNode settings = Json.object();
    private int stateVersion = 1;
    private boolean isThinking;
    private int said;

    private SampleSession(Sample sample, Story story, Wording wording, ScriptedPeer peer) {
        this.sample = sample;
        this.story = story;
        this.wording = wording;
        this.peer = peer;
        this.isThinking = story.isThinking();
        firstState(sample, story, wording, state);
    }

    /// Stores the session with its open requests.
    public static void store(HubProcess hub, Sample sample, Instant base, Wording wording) {
        Story story = new Stories(base).of(sample);
        ObjectNode body = Json.object().put("id", sample.id()).put("tag", "sample-" + sample);
        ObjectNode metadata = body.putObject("metadata");
        metadata.put("path", sample.path())
                .put("host", sample.machine().host())
                .put("os", sample.machine().platform())
                .put("machineId", sample.machine().id())
                .put("homeDir", sample.machine().home())
                .put("flavor", sample.flavor())
                .put("startedBy", "runner")
                .put(sample.flavor() + "SessionId", Sample.idOf("agent " + sample))
                .put("lifecycleState", sample == Sample.ARCHIVED ? "archived" : "running");
        metadata.putObject("summary")
                .put("text", sample.title())
                .put("updatedAt", base.toEpochMilli());
        metadata.putObject("capabilities").put("terminal", true);
        if (sample == Sample.GALLERY) {
            metadata.putObject("worktree")
                    .put("basePath", sample.path())
                    .put("branch", "webp-export")
                    .put("name", "webp-export");
        }
        if (sample == Sample.ARCHIVED) {
            metadata.put("archivedBy", "cli").put("archiveReason", "User terminated");
        }
        body.set("metadata", wording.of(metadata));
        firstState(sample, story, wording, body.putObject("agentState"));
        hub.client().send("POST", "/cli/sessions", body, hub.token()).ok();
    }

    private static void firstState(Sample sample, Story story, Wording wording, ObjectNode state) {
        state.put("controlledByUser", sample == Sample.LOCAL);
        ObjectNode requests = state.putObject("requests");
        for (Request request : story.requests()) {
            requests.putObject(request.id())
                    .put("tool", request.tool())
                    .put("createdAt", request.since().toEpochMilli())
                    .set("arguments", wording.of(request.arguments()));
        }
        state.putObject("completedRequests");
    }

    /// Connects its process and has it say what it has said so far.
    public static SampleSession play(HubProcess hub, Sample sample, Instant base, Wording wording) {
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        hub.url(), "/cli", Map.of("token", hub.token(), "sessionId", sample.id()));
        SampleSession session =
                new SampleSession(sample, new Stories(base).of(sample), wording, peer);
        if (!peer.outcome().equals("connected")) {
            throw new AssertionError(sample + ": " + peer.outcome());
        }
        if (sample.isActive()) {
            session.serve();
            session.alive();
        }
        session.story
                .script()
                .lines()
                .forEach(it ->
                        session.line(new Script.Line(wording.of(it.content()), it.atMillis())));
        if (!sample.isActive()) {
            peer.emit(
                    "session-end",
                    Json.object()
                            .put("sid", sample.id())
                            .put("time", System.currentTimeMillis())
                            .put("reason", "completed"));
        }
        peer.flush();
        return session;
    }

    public Sample sample() {
        return sample;
    }

    /// The calls of the hub so far whose method ends so, their parameters unpacked.
    public List<JsonNode> calls(String method) {
        return peer.seen().stream()
                .map(event -> event.path("data"))
                .filter(data -> data.path("method").asString("").endsWith(":" + method))
                .map(data -> data.path("params"))
                .toList();
    }

    /// Waits for the first call of a method; its parameters.
    public JsonNode awaitCall(String method) {
        return peer.await(event ->
                        event.path("data").path("method").asString("").endsWith(":" + method))
                .path("data")
                .path("params");
    }

    /// The agent says something now.
    public synchronized void say(String text) {
        Script script = new Script(sample.flavor(), Instant.now());
        script.say(text).lines().forEach(this::line);
        peer.flush();
    }

    /// The agent says `count` short things, the number behind `prefix`, from 1.
    public void sayMany(int count, String prefix) {
        Instant now = Instant.now();
        for (int number = 1; number <= count; number++) {
            line(new Script(sample.flavor(), now).say(prefix + number).lines().getFirst());
            if (number % 500 == 0) {
                peer.flush();
                alive();
            }
        }
        peer.flush();
    }

    /// The agent wants to run a command; it is open when this returns.
    public synchronized void ask(String request, String command) {
        ObjectNode input = Asking.command(command, "");
        new Script(sample.flavor(), Instant.now())
                .call(request, "Bash", input)
                .lines()
                .forEach(this::line);
        state.withObject("requests")
                .putObject(request)
                .put("tool", "Bash")
                .put("createdAt", System.currentTimeMillis())
                .set("arguments", input);
        isThinking = true;
        write();
        alive();
    }

    /// Tells the hub that the process lives.
    public synchronized void alive() {
        ObjectNode beat =
                Json.object()
                        .put("sid", sample.id())
                        .put("time", System.currentTimeMillis())
                        .put("thinking", isThinking)
                        .put("mode", sample == Sample.LOCAL ? "local" : "remote");
        if (!story.permissionMode().isEmpty()) {
            beat.put("permissionMode", story.permissionMode());
        }
        beat.setAll(settings);
        peer.emit("session-alive", beat);
    }

    @Override
    public void close() {
        peer.close();
    }

    private void line(Script.Line line) {
        ObjectNode message =
                Json.object().put("sid", sample.id()).put("createdAt", line.atMillis());
        message.set("message", line.content());
        peer.emit("message", message);
    }

    private void serve() {
        String id = sample.id();
        SampleFiles files = new SampleFiles(sample.path());
        peer.serve(id, "permission", this::decided);
        peer.serve(id, "set-session-config", this::configured);
        peer.serve(id, "abort", this::aborted);
        peer.serve(id, "switch", this::switched);
        peer.serve(id, "killSession", this::killed);
        says("listDirectory", files::list);
        peer.serve(id, "readFile", params -> wording.ofFile(files.read(params)));
        peer.serve(id, "statFiles", files::stat);
        prints("ripgrep", files::search);
        prints("git-status", SampleGit::status);
        prints("git-diff-numstat", SampleGit::numbers);
        prints("git-diff-file", SampleGit::diff);
        says("listSlashCommands", SampleCatalogue::commands);
        says("listSkills", SampleCatalogue::skills);
        says("listCodexModels", SampleCatalogue::codexModels);
        says("listOpencodeModels", SampleCatalogue::models);
        says("listOpencodeReasoningEffortOptions", SampleCatalogue::efforts);
        says(
                "uploadFile",
                params ->
                        Json.object()
                                .put("success", true)
                                .put("path", "/tmp/blobs/" + params.path("filename").asString("")));
        peer.serve(id, "deleteUpload", _ -> Json.object().put("success", true));
        peer.serve(id, "steer-queued-message", _ -> Json.object().put("steered", true));
        peer.acknowledging("cancel-queued-message", Json.object().put("removed", true));
        peer.acknowledging("retry-queued-message", Json.object().put("accepted", true));
        peer.on("update", this::updated);
        SampleTerminal.serve(peer);
    }

    private void says(String method, Function<JsonNode, JsonNode> answer) {
        peer.serve(sample.id(), method, params -> wording.of(answer.apply(params)));
    }

    private void prints(String method, Function<JsonNode, JsonNode> answer) {
        peer.serve(sample.id(), method, params -> wording.ofPrinted(answer.apply(params)));
    }

    private synchronized JsonNode decided(JsonNode params) {
        String request = params.path("id").asString("");
        JsonNode open = state.withObject("requests").remove(request);
        if (open == null) {
            return Json.parse("null");
        }
        boolean isAllowed = params.path("approved").asBoolean();
        ObjectNode done = state.withObject("completedRequests").putObject(request);
        done.setAll((ObjectNode) open);
        done.put("completedAt", System.currentTimeMillis())
                .put("status", isAllowed ? "approved" : "denied");
        for (String key : List.of("decision", "mode", "reason", "answers", "allowTools")) {
            if (params.has(key)) {
                done.set(key, params.path(key));
            }
        }
        write();
        if (state.withObject("requests").isEmpty()) {
            isThinking = false;
            alive();
        }
        return Json.parse("null");
    }

    private synchronized JsonNode configured(JsonNode params) {
        settings.setAll((ObjectNode) params);
        ObjectNode answer = Json.object();
        answer.set("applied", params);
        alive();
        return answer;
    }

    private synchronized JsonNode aborted(JsonNode params) {
        isThinking = false;
        alive();
        return Json.parse("null");
    }

    private synchronized JsonNode switched(JsonNode params) {
        state.put("controlledByUser", !state.path("controlledByUser").asBoolean());
        write();
        return Json.parse("null");
    }

    private synchronized JsonNode killed(JsonNode params) {
        peer.emit(
                "session-end",
                Json.object()
                        .put("sid", sample.id())
                        .put("time", System.currentTimeMillis())
                        .put("reason", "terminated"));
        return Json.object().put("success", true);
    }

    private synchronized void updated(JsonNode data) {
        JsonNode message = data.path("body").path("message");
        String localId = message.path("localId").asString("");
        boolean isPrompt =
                data.path("body").path("t").asString("").equals("new-message")
                        && message.path("content").path("role").asString("").equals("user")
                        && !localId.isEmpty();
        if (!isPrompt || sample == Sample.QUEUE) {
            return;
        }
        ObjectNode consumed = Json.object().put("sid", sample.id());
        consumed.putArray("localIds").add(localId);
        peer.emit("messages-consumed", consumed.put("clearQueuedThinkingGrace", true));
        new Script(sample.flavor(), Instant.now())
                .say("Noted (%d).".formatted(++said))
                .lines()
                .forEach(this::line);
        isThinking = false;
        alive();
    }

    private void write() {
        ObjectNode write =
                Json.object().put("sid", sample.id()).put("expectedVersion", stateVersion);
        write.set("agentState", state);
        JsonNode answer = peer.ask("update-state", write);
        if (!answer.path("result").asString("").equals("success")) {
            throw new AssertionError(sample + ": " + answer);
        }
        stateVersion = answer.path("version").asInt();
    }
}
