package hapi.cli.demo;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A stand-in for `claude --output-format stream-json`: same lines both ways, no model. One thread
/// reads, the caller's thread plays the turns.
public final class DemoAgent {
    /// The hidden command that runs it.
    public static final String VERB = "demo-agent";

    private static final Set<String> UNASKED = Set.of("TodoWrite", "Read");
    private static final Set<String> EDITS = Set.of("Write", "Edit");
    private static final Duration PACE = Duration.ofMillis(700);

    private final PrintStream out;
    private final Path folder;
    private final Path transcript;
    private final String sessionId;
    private final BlockingQueue<Optional<String>> prompts = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<JsonNode>> asked = new ConcurrentHashMap<>();
    private volatile String mode;
    private volatile @Nullable Thread turn;
    private volatile boolean isStopped;

    private DemoAgent(
            PrintStream out,
            Path folder,
            Map<String, String> environment,
            String mode,
            String sessionId) {
        this.out = out;
        this.folder = folder;
        this.mode = mode;
        this.sessionId = sessionId;
        Path config =
                Path.of(
                        environment.getOrDefault(
                                "CLAUDE_CONFIG_DIR",
                                environment.getOrDefault("HOME", "") + "/.claude"));
        this.transcript =
                config.resolve("projects")
                        .resolve(folder.toString().replaceAll("[^A-Za-z0-9]", "-"))
                        .resolve(sessionId + ".jsonl");
    }

    /// Plays until the input ends. `arguments` are those of `claude`; only the permission mode and
    /// the session to resume matter here.
    public static int run(
            List<String> arguments,
            InputStream in,
            PrintStream out,
            Path folder,
            Map<String, String> environment) {
        if (arguments.contains("--version")) {
            out.println("0.0.0 (HAPI demo agent)");
            return 0;
        }
        DemoAgent agent =
                new DemoAgent(
                        out,
                        folder,
                        environment,
                        after(arguments, "--permission-mode").orElse("default"),
                        after(arguments, "--resume").orElse(UUID.randomUUID().toString()));
        Thread.ofPlatform().daemon().name("demo-input").start(() -> agent.read(in));
        return agent.play();
    }

    private static Optional<String> after(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        return at >= 0 && at + 1 < arguments.size()
                ? Optional.of(arguments.get(at + 1))
                : Optional.empty();
    }

    private void read(InputStream in) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(Json.parse(line));
            }
        } catch (IOException | JsonSyntaxException e) {
            System.err.println("demo agent: input ended: " + e.getMessage());
        } finally {
            prompts.add(Optional.empty());
            interruptTurn();
        }
    }

    private void accept(JsonNode line) {
        switch (line.path("type").asString("")) {
            case "user" ->
                    prompts.add(Optional.of(line.path("message").path("content").asString("")));
            case "control_response" -> {
                JsonNode response = line.path("response");
                BlockingQueue<JsonNode> waiting =
                        asked.remove(response.path("request_id").asString(""));
                if (waiting != null && !waiting.offer(response.path("response"))) {
                    System.err.println("demo agent: an answer came too late");
                }
            }
            case "control_request" -> control(line);
            default -> System.err.println("demo agent: ignored a line");
        }
    }

    private void control(JsonNode line) {
        JsonNode request = line.path("request");
        ObjectNode response =
                Json.object()
                        .put("subtype", "success")
                        .put("request_id", line.path("request_id").asString(""));
        switch (request.path("subtype").asString("")) {
            case "interrupt" -> interruptTurn();
            case "set_permission_mode" -> setMode(request.path("mode").asString("default"));
            default -> {}
        }
        ObjectNode answer = Json.object().put("type", "control_response");
        answer.set("response", response);
        print(answer);
    }

    private int play() {
        try {
            for (Optional<String> prompt = prompts.take();
                    prompt.isPresent();
                    prompt = prompts.take()) {
                playTurn(prompt.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void playTurn(String prompt) {
        long startedAt = System.nanoTime();
        ObjectNode init = system("init").put("permissionMode", mode).put("model", "demo");
        var tools = init.putArray("tools");
        List.of("Bash", "Write", "Edit", "TodoWrite", "AskUserQuestion").forEach(tools::add);
        init.putArray("slash_commands").add("clear").add("compact");
        print(init);
        remember(prompt);
        isStopped = false;
        turn = Thread.currentThread();
        try {
            for (DemoScript.Step step : DemoScript.scene(prompt)) {
                pause();
                if (!play(step)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            isStopped = true;
        } catch (IOException e) {
            say("text", "I could not do that: " + e.getMessage());
        } finally {
            turn = null;
        }
        if (isStopped) {
            withdrawQuestions();
        }
        print(
                Json.object()
                        .put("type", "result")
                        .put("subtype", isStopped ? "error_during_execution" : "success")
                        .put("is_error", isStopped)
                        .put("terminal_reason", isStopped ? "aborted_streaming" : "completed")
                        .put("duration_ms", (System.nanoTime() - startedAt) / 1_000_000)
                        .put("num_turns", 1)
                        .put("session_id", sessionId));
    }

    /// False when the scene ends here because a call was refused.
    private boolean play(DemoScript.Step step) throws InterruptedException, IOException {
        return switch (step) {
            case DemoScript.Say said -> {
                say("text", said.text());
                yield true;
            }
            case DemoScript.Think thought -> {
                say("thinking", thought.text());
                yield true;
            }
            case DemoScript.Call call -> call(call);
        };
    }

    private boolean call(DemoScript.Call call) throws InterruptedException, IOException {
        String id = "toolu_" + UUID.randomUUID().toString().substring(0, 12);
        ObjectNode block =
                Json.object().put("type", "tool_use").put("id", id).put("name", call.tool());
        block.set("input", call.input());
        message("assistant", block);
        JsonNode input = call.input();
        if (needsQuestion(call.tool())) {
            JsonNode answer = ask(id, call);
            if (!answer.path("behavior").asString("").equals("allow")) {
                String why = answer.path("message").asString("refused");
                result(id, why, true);
                pause();
                say("text", "I left that out, because you told me: " + why);
                return false;
            }
            input = answer.path("updatedInput");
            if (call.tool().equals("ExitPlanMode")) {
                setMode("default");
            }
        }
        result(id, call.work().run(folder, input), false);
        return true;
    }

    private boolean needsQuestion(String tool) {
        return !UNASKED.contains(tool) && !(mode.equals("acceptEdits") && EDITS.contains(tool));
    }

    private JsonNode ask(String callId, DemoScript.Call call) throws InterruptedException {
        String askId = UUID.randomUUID().toString();
        BlockingQueue<JsonNode> answer = new LinkedBlockingQueue<>(1);
        asked.put(askId, answer);
        ObjectNode request =
                Json.object()
                        .put("subtype", "can_use_tool")
                        .put("tool_name", call.tool())
                        .put("tool_use_id", callId);
        request.set("input", call.input());
        ObjectNode line = Json.object().put("type", "control_request").put("request_id", askId);
        line.set("request", request);
        print(line);
        return answer.take();
    }

    private void withdrawQuestions() {
        asked.keySet()
                .forEach(id ->
                        print(
                                Json.object()
                                        .put("type", "control_cancel_request")
                                        .put("request_id", id)));
        asked.clear();
    }

    private void setMode(String wanted) {
        mode = wanted;
        print(system("status").put("permissionMode", wanted));
    }

    private void interruptTurn() {
        Thread playing = turn;
        if (playing != null) {
            playing.interrupt();
        }
    }

    private void say(String type, String text) {
        ObjectNode block = Json.object().put("type", type).put(type, text);
        message("assistant", block);
    }

    private void result(String callId, String text, boolean isError) {
        message(
                "user",
                Json.object()
                        .put("type", "tool_result")
                        .put("tool_use_id", callId)
                        .put("content", text)
                        .put("is_error", isError));
    }

    private void message(String role, ObjectNode block) {
        ObjectNode message = Json.object().put("role", role);
        if (role.equals("assistant")) {
            message.put("model", "demo").put("type", "message");
        }
        message.putArray("content").add(block);
        ObjectNode line = Json.object().put("type", role).put("uuid", UUID.randomUUID().toString());
        line.set("message", message);
        print(line.put("session_id", sessionId));
    }

    private ObjectNode system(String subtype) {
        return Json.object()
                .put("type", "system")
                .put("subtype", subtype)
                .put("session_id", sessionId);
    }

    /// The transcript that makes the session one to go on with.
    private void remember(String prompt) {
        ObjectNode entry =
                Json.object().put("type", "user").put("uuid", UUID.randomUUID().toString());
        entry.set("message", Json.object().put("role", "user").put("content", prompt));
        try {
            Files.createDirectories(transcript.getParent());
            Files.writeString(
                    transcript, entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("demo agent: no transcript: " + e.getMessage());
        }
    }

    private static void pause() throws InterruptedException {
        new SynchronousQueue<Boolean>().poll(PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
