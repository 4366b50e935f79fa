package hapi.cli.acp;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// What is chosen in the agent's session, and how it is changed. From any thread.
final class Choices {
    private static final Logger log = LoggerFactory.getLogger(Choices.class);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final AcpFlavor flavor;
    private final AtomicReference<SessionOptions> options;
    private volatile String mode;
    private volatile String defaultModel = "";

    /// Sends a change to the agent; completes with its answer.
    @FunctionalInterface
    interface Caller {
        CompletableFuture<JsonNode> call(SessionOptions.Change change, Duration limit);
    }

    /// @param options is told what can be chosen, and what is
    Choices(AcpFlavor flavor, String mode, AtomicReference<SessionOptions> options) {
        this.flavor = flavor;
        this.mode = mode;
        this.options = options;
    }

    /// The permission mode.
    String mode() {
        return mode;
    }

    String model() {
        return options.get().current(SessionOptions.MODEL);
    }

    /// A session was opened; what stands in it is the agent's default.
    void opened(SessionOptions told) {
        options.set(told);
        defaultModel = told.current(SessionOptions.MODEL);
    }

    /// The agent says what is chosen now. Gives the permission mode when it changed that by itself.
    Optional<String> told(JsonNode update) {
        SessionOptions now = options.updateAndGet(known -> known.with(update));
        String current = now.current(SessionOptions.MODE);
        return current.isEmpty() || current.equals(nativeMode())
                ? Optional.empty()
                : flavor.permissionMode(current);
    }

    /// Brings a new session to the settings it was started with; waits for each. Gives a sentence
    /// for each that the agent did not take.
    List<String> begin(AgentLaunch launch, String sessionId, Caller agent) {
        List<String> refused = new ArrayList<>();
        String model = launch.model();
        if (model != null && !await(choose(SessionOptions.MODEL, model, sessionId, agent))) {
            refused.add("%s did not take the model %s".formatted(flavor.label(), model));
        }
        String effort = launch.effort();
        if (effort != null && !await(choose(SessionOptions.EFFORT, effort, sessionId, agent))) {
            refused.add("%s did not take the effort %s".formatted(flavor.label(), effort));
        }
        await(choose(SessionOptions.MODE, nativeMode(), sessionId, agent));
        return refused;
    }

    /// The mode counts for questions at once, also before the agent has a session.
    void remember(AgentSetting setting) {
        if (setting instanceof AgentSetting.PermissionMode wanted) {
            mode = wanted.mode();
        }
    }

    /// False when the agent does not take it.
    CompletableFuture<Boolean> set(AgentSetting setting, String sessionId, Caller agent) {
        return switch (setting) {
            case AgentSetting.PermissionMode _ ->
                    choose(SessionOptions.MODE, nativeMode(), sessionId, agent);
            case AgentSetting.Model wanted ->
                    choose(
                            SessionOptions.MODEL,
                            Objects.requireNonNullElse(wanted.model(), defaultModel),
                            sessionId,
                            agent);
            case AgentSetting.Effort wanted ->
                    choose(
                            SessionOptions.EFFORT,
                            Objects.requireNonNullElse(wanted.effort(), ""),
                            sessionId,
                            agent);
            case AgentSetting.ServiceTier _, AgentSetting.CollaborationMode _ ->
                    CompletableFuture.completedFuture(true);
        };
    }

    /// True when it is chosen, or when there is nothing to choose.
    private CompletableFuture<Boolean> choose(
            String category, String value, String sessionId, Caller agent) {
        Optional<SessionOptions.Change> change = options.get().change(sessionId, category, value);
        if (value.isEmpty() || change.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        return agent.call(change.get(), LIMIT)
                .handle((_, error) -> {
                    if (error != null) {
                        log.warn("the agent did not take {} {}", category, value, error);
                        return false;
                    }
                    options.updateAndGet(known -> known.chosen(category, value));
                    return true;
                });
    }

    private String nativeMode() {
        return flavor.nativeMode(mode).orElse(options.get().current(SessionOptions.MODE));
    }

    private static boolean await(CompletableFuture<Boolean> change) {
        try {
            return change.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
