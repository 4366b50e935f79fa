package hapi.cli.acp;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.jsonrpc.PlayedWire;
import hapi.protocol.json.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An ACP agent without a process: it answers the greeting like OpenCode, everything else is said
/// by the test. What our side tells the session comes as short lines.
final class PlayedAgent {
    static final String SESSION = "ses_1";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String OPTIONS =
            """
            [{"id":"model","name":"Model","category":"model","type":"select","currentValue":"fake/one",
              "options":[{"value":"fake/one","name":"One"},{"value":"fake/two","name":"Two"}]},
             {"id":"mode","name":"Session Mode","category":"mode","type":"select","currentValue":"build",
              "options":[{"value":"build","name":"build"},{"value":"plan","name":"plan"}]}]
            """;

    private final PlayedWire wire = new PlayedWire();
    private final BlockingQueue<JsonNode> written = new LinkedBlockingQueue<>();
    private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final List<List<String>> commands = new ArrayList<>();
    private boolean isLoadRefused;
    private boolean hasHttp = true;
    private boolean diesFirst;
    private AcpBackend backend;
    private AgentHandle handle;

    PlayedAgent() {
        wire.onWrite(this::react);
    }

    PlayedAgent refusingToLoad() {
        isLoadRefused = true;
        return this;
    }

    /// Its first process ends before it says anything.
    PlayedAgent dyingFirst() {
        diesFirst = true;
        return this;
    }

    PlayedAgent withoutHttp() {
        hasHttp = false;
        return this;
    }

    /// Starts it as this flavor in a folder, with a session to resume or none.
    PlayedAgent start(String flavor, Path folder, String mode, @Nullable String resume)
            throws Exception {
        AgentLaunch launch =
                new AgentLaunch(
                        Path.of("agent"),
                        folder,
                        Map.of("PATH", "/bin"),
                        resume,
                        mode,
                        null,
                        null,
                        PromptShape.PLAIN,
                        "set the title",
                        Map.of("hapi", "http://127.0.0.1:1/mcp"),
                        List.of(),
                        List.of(),
                        List.of());
        backend =
                new AcpBackend(
                        AcpFlavor.of(FlavorLaunch.byId(flavor).orElseThrow()),
                        Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC),
                        (_, arguments) -> {
                            commands.add(arguments);
                            return opened();
                        });
        handle = backend.start(launch, events::add);
        return this;
    }

    static PlayedAgent started(String flavor, Path folder, String mode) throws Exception {
        PlayedAgent agent = new PlayedAgent().start(flavor, folder, mode, null);
        agent.next(AgentEvent.Started.class);
        return agent;
    }

    /// The answer to a page that asks for this list.
    String list(String name) {
        return backend.catalogues().get(name).get().text();
    }

    AgentHandle handle() {
        return handle;
    }

    PlayedWire wire() {
        return wire;
    }

    List<List<String>> commands() {
        return commands;
    }

    /// Sends a prompt and gives the id of its call.
    long prompt(String text) throws InterruptedException {
        handle.prompt(text);
        return awaitWritten("session/prompt").path("id").asLong();
    }

    void update(String update) {
        updateOf(SESSION, update);
    }

    void updateOf(String session, String update) {
        ObjectNode params = Json.object().put("sessionId", session);
        params.set("update", Json.parse(update));
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", "session/update");
        message.set("params", params);
        wire.says(message.toString());
    }

    void asks(int id, String toolCall, String options) {
        ObjectNode params = Json.object().put("sessionId", SESSION);
        params.set("toolCall", Json.parse(toolCall));
        params.set("options", Json.parse(options));
        request(id, "session/request_permission", params);
    }

    void request(int id, String method, ObjectNode params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id);
        message.put("method", method).set("params", params);
        wire.says(message.toString());
    }

    void answers(long id, String result) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id);
        message.set("result", Json.parse(result));
        wire.says(message.toString());
    }

    void refuses(long id, String error) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id);
        message.set("error", Json.parse(error));
        wire.says(message.toString());
    }

    /// The next thing our side said of this type; what comes before is thrown away.
    <T extends AgentEvent> T next(Class<T> type) throws InterruptedException {
        while (true) {
            AgentEvent event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    /// Everything said so far, as [Lines].
    List<String> said() {
        List<AgentEvent> all = new ArrayList<>();
        events.drainTo(all);
        return Lines.of(all);
    }

    /// Everything said up to the next event of this type, as [Lines].
    List<String> saidUntil(Class<? extends AgentEvent> type) throws InterruptedException {
        List<AgentEvent> all = new ArrayList<>();
        do {
            AgentEvent event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError(
                        "no %s came, only %s".formatted(type.getSimpleName(), Lines.of(all)));
            }
            all.add(event);
        } while (!type.isInstance(all.getLast()));
        return Lines.of(all);
    }

    /// Waits for a call or notification of ours.
    JsonNode awaitWritten(String method) throws InterruptedException {
        while (true) {
            JsonNode message = written.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("nobody called " + method);
            }
            if (message.path("method").asString("").equals(method)) {
                return message;
            }
        }
    }

    /// Our answer to a request.
    JsonNode answerTo(int id) {
        return wire.written().stream()
                .filter(m -> !m.has("method") && m.path("id").asInt(-1) == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("request %d is open".formatted(id)));
    }

    private PlayedWire opened() {
        if (diesFirst) {
            diesFirst = false;
            PlayedWire dying = new PlayedWire();
            dying.onWrite(_ -> dying.exits(1, "Unknown argument"));
            return dying;
        }
        return wire;
    }

    private void react(JsonNode message) {
        written.add(message);
        long id = message.path("id").asLong(-1);
        String options = Json.parse(OPTIONS).toString();
        switch (message.path("method").asString("")) {
            case "initialize" ->
                    answers(
                            id,
                            """
                            {"protocolVersion":1,"agentCapabilities":{"loadSession":true,
                             "mcpCapabilities":{"http":%s}}}
                            """
                                    .formatted(hasHttp));
            case "session/new" ->
                    answers(
                            id,
                            "{\"sessionId\":\"%s\",\"configOptions\":%s}"
                                    .formatted(SESSION, options));
            case "session/load" -> {
                if (isLoadRefused) {
                    refuses(id, "{\"code\":-32603,\"message\":\"no such session\"}");
                } else {
                    update(
                            "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"told before\"}}");
                    answers(id, "{\"configOptions\":%s}".formatted(options));
                    update(
                            "{\"sessionUpdate\":\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":\"told after\"}}");
                }
            }
            case "session/set_config_option", "session/set_mode", "session/set_model" ->
                    answers(id, "{}");
            default -> {
                // The test answers.
            }
        }
    }
}
