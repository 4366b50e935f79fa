package hapi.cli.session;

import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch.PromptShape;
import hapi.cli.agent.AgentSetting;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent process of remote mode and the settings it was told: what it can take while it runs,
/// and what only a new process can. Used on the session's thread only.
final class AgentRun {
    private static final Logger log = LoggerFactory.getLogger(AgentRun.class);
    private static final Duration SETTING_LIMIT = Duration.ofSeconds(3);
    private static final String PLAN = "plan";

    private final PromptShape shape;
    private final @Nullable String effort;
    private final AgentHandle handle;
    private String requestedMode;
    private String reportedMode;
    private @Nullable String model;
    private boolean isClosing;

    /// @param settings those it was started with
    AgentRun(PromptShape shape, TurnSettings settings, AgentHandle handle) {
        this.shape = shape;
        this.effort = settings.effort();
        this.model = settings.model();
        this.requestedMode = settings.permissionMode();
        this.reportedMode = settings.permissionMode();
        this.handle = handle;
    }

    AgentHandle handle() {
        return handle;
    }

    /// Whether this process can take a prompt of that shape under these settings.
    boolean fits(PromptShape wanted, TurnSettings settings) {
        return shape.equals(wanted)
                && Objects.equals(effort, settings.effort())
                && handle.isAlive()
                && !isClosing;
    }

    /// Brings the agent to these settings before a prompt; waits for its word, since a prompt that
    /// overtakes the change would run under the old ones.
    void apply(TurnSettings settings) {
        if (!requestedMode.equals(settings.permissionMode())) {
            requestedMode = settings.permissionMode();
            await(handle.set(new AgentSetting.PermissionMode(requestedMode)));
        }
        if (!Objects.equals(model, settings.model())) {
            model = settings.model();
            await(handle.set(new AgentSetting.Model(model)));
        }
    }

    /// The user changed the mode: a running agent gets it at once.
    void changeMode(String mode) {
        if (!isClosing && !requestedMode.equals(mode)) {
            requestedMode = mode;
            handle.set(new AgentSetting.PermissionMode(mode));
        }
    }

    /// The agent says which mode it is in, while the user wants `wanted`. Gives the mode that the
    /// session follows it into: it enters and leaves plan mode by itself. Anything else it says
    /// repeats what it was told, or is put right.
    Optional<String> reported(String mode, String wanted) {
        boolean isChange = !mode.equals(reportedMode);
        reportedMode = mode;
        if (!isChange || mode.equals(requestedMode)) {
            return Optional.empty();
        }
        boolean leavesPlan = requestedMode.equals(PLAN);
        requestedMode = mode;
        if (mode.equals(PLAN) || (leavesPlan && wanted.equals(PLAN))) {
            return Optional.of(mode);
        }
        changeMode(wanted);
        return Optional.empty();
    }

    /// Ends the process; its exit is reported later.
    void close() {
        isClosing = true;
        handle.close();
    }

    boolean isClosing() {
        return isClosing;
    }

    private static void await(CompletableFuture<Boolean> change) {
        try {
            if (!change.get(SETTING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the agent refused a setting");
            }
        } catch (TimeoutException e) {
            log.warn("the agent did not confirm a setting in time");
        } catch (ExecutionException e) {
            log.warn("the agent could not take a setting: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
