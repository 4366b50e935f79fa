package hapi.testkit.hub;

import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One session as a person on a phone steers it, over REST alone.
public final class SteeredSession {
    private static final Duration POLL = Duration.ofMillis(150);

    /// How long an agent may take for one thing; generous, since the machine may be busy.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HubClient client;
    private final String id;

    SteeredSession(HubClient client, String id) {
        this.client = client;
        this.id = id;
    }

    public String id() {
        return id;
    }

    public JsonNode state() {
        return client.session(id);
    }

    /// Sends a prompt as the published web client does, with a local id.
    ///
    /// @return the local id
    public String send(String text) {
        String localId = "local-" + UUID.randomUUID();
        send(text, localId).ok();
        return localId;
    }

    public HubClient.Answer send(String text, String localId) {
        ObjectNode body =
                Json.object()
                        .put("text", text)
                        .put("localId", localId)
                        .put("deliveryMode", "queue");
        return client.post(path("/messages"), body);
    }

    /// Sends a prompt again and again with the same local id until the hub takes it: what a page
    /// does while the hub is away or the session has not come back yet.
    public void deliver(String text) {
        String localId = "local-" + UUID.randomUUID();
        await("the delivery of \"%s\"".formatted(text))
                .atMost(LIMIT)
                .pollInterval(POLL)
                .ignoreException(HubUnreachableException.class)
                .until(() -> send(text, localId).status() == 200);
    }

    public HubClient.Answer approve(PermissionRequest request, ObjectNode body) {
        return client.post(path("/permissions/%s/approve".formatted(request.id())), body);
    }

    /// Approves as soon as it goes through: after a crash the command line may not have come back.
    public void awaitApproved(PermissionRequest request, ObjectNode body) {
        until(
                "the approval of " + request.tool(),
                () -> approve(request, body).status(),
                status -> status == 200);
    }

    public HubClient.Answer deny(PermissionRequest request, ObjectNode body) {
        return client.post(path("/permissions/%s/deny".formatted(request.id())), body);
    }

    public HubClient.Answer abort() {
        return client.post(path("/abort"), Json.object());
    }

    public HubClient.Answer archive() {
        return client.post(path("/archive"), Json.object());
    }

    public HubClient.Answer switchToRemote() {
        return client.post(path("/switch"), Json.object());
    }

    public HubClient.Answer permissionMode(String mode) {
        return client.post(path("/permission-mode"), Json.object().put("mode", mode));
    }

    /// Sets the permission mode as soon as the session's command line takes it: it registers for
    /// that a moment after it has become active.
    public void awaitPermissionMode(String mode) {
        until(
                "the permission mode " + mode,
                () -> permissionMode(mode).status(),
                status -> status == 200);
    }

    public HubClient.Answer model(String model) {
        return client.post(path("/model"), Json.object().put("model", model));
    }

    /// Questions that wait now, in no order.
    public List<PermissionRequest> openRequests() {
        return state().path("agentState").path("requests").properties().stream()
                .map(entry ->
                        new PermissionRequest(
                                entry.getKey(),
                                entry.getValue().path("tool").asString(""),
                                entry.getValue().path("arguments")))
                .toList();
    }

    /// Waits for a question about this tool.
    public PermissionRequest awaitRequest(String tool) {
        return until(
                        "a question about " + tool,
                        () ->
                                openRequests().stream()
                                        .filter(request -> request.tool().equals(tool))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    /// Waits for a question, whatever its tool is called.
    public PermissionRequest awaitQuestion() {
        return until("a question", this::openRequests, found -> !found.isEmpty()).getFirst();
    }

    /// Waits until the agent's side has told what became of a question.
    public JsonNode awaitDecided(PermissionRequest request) {
        return until(
                "the decision about " + request.tool(),
                () -> state().path("agentState").path("completedRequests").path(request.id()),
                found -> !found.isMissingNode());
    }

    /// Waits for a line of the transcript that contains these words.
    public String awaitLine(String words) {
        return until(
                "a line with \"%s\"".formatted(words),
                () ->
                        transcript().stream()
                                .filter(line -> line.contains(words))
                                .findFirst()
                                .orElse(""),
                found -> !found.isEmpty());
    }

    /// Waits until the agent has said these words in any of its texts.
    public void awaitAgentSaid(String words) {
        until(
                "the agent saying \"%s\"".formatted(words),
                () ->
                        transcript().stream()
                                .anyMatch(l -> l.startsWith("agent: ") && l.contains(words)),
                found -> found);
    }

    /// Waits until the agent has said `count` times in all that its turn is over.
    public void awaitReady(int count) {
        until(
                count + " ends of a turn",
                () -> transcript().stream().filter("event: ready"::equals).count(),
                found -> found >= count);
    }

    /// Waits until this line stands `count` times in the transcript and nothing is going on.
    public void awaitQuietAfter(String line, int count) {
        until(
                "%d times \"%s\"".formatted(count, line),
                () -> transcript().stream().filter(line::equals).count(),
                found -> found >= count);
        until("the end of the turn", () -> state().path("thinking").asBoolean(), found -> !found);
    }

    /// Waits until the terminal (true) or the hub (false) is in control.
    public void awaitControlledByUser(boolean wanted) {
        until(
                "controlledByUser " + wanted,
                () -> state().path("agentState").path("controlledByUser").asBoolean(!wanted),
                found -> found == wanted);
    }

    public void awaitActive() {
        until("the start of the session", () -> state().path("active").asBoolean(), found -> found);
    }

    public void awaitInactive() {
        until("the end of the session", () -> state().path("active").asBoolean(), found -> !found);
    }

    /// The chat as lines: `user: `, `agent: `, `thinking: `, `tool: `, `result: `, `event: ` and
    /// what was said; other messages as `other: ` and their JSON.
    public List<String> transcript() {
        List<String> lines = new ArrayList<>();
        for (JsonNode message : client.messages(id)) {
            Transcript.add(message.path("content"), lines);
        }
        return lines;
    }

    private String path(String rest) {
        return "/api/sessions/" + id + rest;
    }

    private <T> T until(String what, Callable<T> supplier, Predicate<T> fits) {
        try {
            return await(what)
                    .atMost(LIMIT)
                    .pollInterval(POLL)
                    .ignoreException(HubUnreachableException.class)
                    .until(supplier, fits);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%s did not come within %s; agent state %s; chat:%n%s"
                            .formatted(
                                    what,
                                    LIMIT,
                                    state().path("agentState"),
                                    String.join("\n", transcript())),
                    e);
        }
    }
}
