package hapi.cli.session;

import hapi.cli.agent.AgentHandle;
import hapi.cli.agent.AgentLaunch.PromptShape;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent process of remote mode and the settings it was told: what it can take while it runs,
/// and what only a new process can. Used on the session's thread only.
final class AgentRun {
    private static final Logger log = LoggerFactory.getLogger(AgentRun.class);
    private static final Duration SETTING_LIMIT = Duration.ofSeconds(3);
    private static final String PLAN = "plan";

    private final PromptShape shape;
    private final AgentHandle handle;
    private TurnSettings told;
    private String reportedMode;
    private volatile boolean isOutdated;
    private boolean isClosing;

    /// @param settings those it was started with
    AgentRun(PromptShape shape, TurnSettings settings, AgentHandle handle) {
        this.shape = shape;
        this.told = settings;
        this.reportedMode = settings.permissionMode();
        this.handle = handle;
    }

    AgentHandle handle() {
        return handle;
    }

    /// Whether this process can take a prompt of that shape.
    boolean fits(PromptShape wanted) {
        return shape.equals(wanted) && handle.isAlive() && !isClosing && !isOutdated;
    }

    /// Brings the agent to these settings before a prompt; waits for its word, since a prompt that
    /// overtakes the change would run under the old ones. False when only a new process has them.
    boolean adopt(TurnSettings settings) {
        List<AgentSetting> changes = new ArrayList<>();
        if (!told.permissionMode().equals(settings.permissionMode())) {
            changes.add(new AgentSetting.PermissionMode(settings.permissionMode()));
        }
        if (!Objects.equals(told.model(), settings.model())) {
            changes.add(new AgentSetting.Model(settings.model()));
        }
        if (!Objects.equals(told.effort(), settings.effort())) {
            changes.add(new AgentSetting.Effort(settings.effort()));
        }
        if (!Objects.equals(told.serviceTier(), settings.serviceTier())) {
            changes.add(new AgentSetting.ServiceTier(settings.serviceTier()));
        }
        if (!Objects.equals(told.collaborationMode(), settings.collaborationMode())) {
            changes.add(new AgentSetting.CollaborationMode(settings.collaborationMode()));
        }
        told = settings;
        boolean isTaken = true;
        for (AgentSetting change : changes) {
            isTaken &= isTaken(handle.set(change));
        }
        return isTaken;
    }

    /// The user changed the mode: a running agent gets it at once.
    void changeMode(String mode) {
        if (!isClosing && !told.permissionMode().equals(mode)) {
            told = told.withMode(mode);
            handle.set(new AgentSetting.PermissionMode(mode))
                    .thenAccept(isTaken -> isOutdated |= !isTaken);
        }
    }

    /// The agent says which mode it is in, while the user wants `wanted`. Gives the mode that the
    /// session follows it into: it enters and leaves plan mode by itself. Anything else it says
    /// repeats what it was told, or is put right.
    Optional<String> reported(String mode, String wanted) {
        boolean isChange = !mode.equals(reportedMode);
        reportedMode = mode;
        if (!isChange || mode.equals(told.permissionMode())) {
            return Optional.empty();
        }
        boolean leavesPlan = told.permissionMode().equals(PLAN);
        told = told.withMode(mode);
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

    /// An agent that is slow to say so is believed.
    private static boolean isTaken(CompletableFuture<Boolean> change) {
        try {
            return change.get(SETTING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("the agent did not confirm a setting in time");
            return true;
        } catch (ExecutionException e) {
            log.warn("the agent could not take a setting: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
