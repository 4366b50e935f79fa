package hapi.cli.session;

import hapi.cli.agent.AgentEvent;
import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.protocol.model.FlavorSpec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import tools.jackson.databind.node.ArrayNode;

/// What local and remote mode share: the queue, the settings, the agent's own session id, the chat.
/// Owned by the session's thread.
final class Session {
    private final HubPort hub;
    private final SessionThread thread;
    private final AgentFeed feed;
    private final ChatWriter chat;
    private final SessionTitle title;
    private final PromptQueue queue = new PromptQueue();
    private final FlavorSpec flavor;
    private final AgentLaunch plan;
    private final BiPredicate<AgentLaunch, String> isResumable;
    private TurnSettings settings;
    private Optional<String> agentSessionId;
    private boolean isThinking;
    private boolean isLocal;

    Session(SessionLoop.Parts parts, SessionThread thread) {
        this(parts.hub(), thread, parts.clock(), parts.flavor(), parts.plan(), parts.isResumable());
    }

    /// @param plan what every start has in common; its resume id is the first session to go on with
    /// @param isResumable whether the agent can go on with a session of this id
    Session(
            HubPort hub,
            SessionThread thread,
            Clock clock,
            FlavorSpec flavor,
            AgentLaunch plan,
            BiPredicate<AgentLaunch, String> isResumable) {
        this.hub = hub;
        this.thread = thread;
        this.feed = new AgentFeed(thread, hub);
        this.chat = new ChatWriter(hub, thread, clock);
        this.title = new SessionTitle(hub, clock);
        this.flavor = flavor;
        this.plan = plan;
        this.isResumable = isResumable;
        this.settings =
                new TurnSettings(
                        plan.permissionMode(),
                        plan.model(),
                        plan.effort(),
                        plan.serviceTier(),
                        plan.collaborationMode());
        this.agentSessionId = Optional.ofNullable(plan.resume());
    }

    HubPort hub() {
        return hub;
    }

    SessionThread thread() {
        return thread;
    }

    AgentFeed feed() {
        return feed;
    }

    ChatWriter chat() {
        return chat;
    }

    SessionTitle title() {
        return title;
    }

    /// The agent chose a title.
    void changeTitle(String wanted) {
        chat.title(wanted);
        title.change(wanted);
    }

    PromptQueue queue() {
        return queue;
    }

    FlavorSpec flavor() {
        return flavor;
    }

    /// The agent's name for people.
    String label() {
        return flavor.label();
    }

    TurnSettings settings() {
        return settings;
    }

    void settings(TurnSettings changed) {
        settings = changed;
        tellHub();
    }

    void thinking(boolean now) {
        if (isThinking != now) {
            isThinking = now;
            tellHub();
        }
    }

    /// Says who is in control now: in the keep-alive and in the agent state.
    void control(boolean local) {
        isLocal = local;
        isThinking = false;
        hub.updateState(state ->
                state.put("controlledByUser", local)
                        .put("startingMode", local ? "local" : "remote"));
        tellHub();
    }

    /// The next start of the agent, in its own session if it still has one.
    AgentLaunch launch(PromptShape shape) {
        String resume = agentSessionId.filter(id -> isResumable.test(plan, id)).orElse(null);
        return new AgentLaunch(
                plan.program(),
                plan.folder(),
                plan.environment(),
                resume,
                settings.permissionMode(),
                settings.model(),
                settings.effort(),
                shape,
                plan.instruction(),
                plan.mcpServers(),
                plan.allowedTools(),
                plan.readableFolders(),
                plan.extraArguments(),
                settings.serviceTier(),
                settings.collaborationMode());
    }

    void agentStarted(AgentEvent.Started started) {
        agentSession(started.agentSessionId());
        hub.updateMetadata(metadata -> {
            fill(metadata.putArray("tools"), started.tools());
            fill(metadata.putArray("slashCommands"), started.slashCommands());
            return metadata;
        });
    }

    void agentSession(String id) {
        if (id.isEmpty() || agentSessionId.filter(id::equals).isPresent()) {
            return;
        }
        agentSessionId = Optional.of(id);
        tellAgentSession(id);
    }

    /// A resumed session is known from the start and written at once.
    void announceResumed() {
        agentSessionId.ifPresent(this::tellAgentSession);
    }

    void forgetConversation() {
        agentSessionId = Optional.empty();
        hub.updateMetadata(metadata -> metadata.putNull(flavor.agentSessionIdKey()));
    }

    private void tellAgentSession(String id) {
        hub.updateMetadata(metadata -> metadata.put(flavor.agentSessionIdKey(), id));
    }

    private void tellHub() {
        hub.alive(isThinking, isLocal, settings.wire(flavor));
    }

    private static void fill(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
