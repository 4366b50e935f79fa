package hapi.cli.command;

import hapi.cli.agent.AgentProgram;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.hub.HubAnswer;
import hapi.cli.hub.HubException;
import hapi.cli.hub.HubFailure;
import hapi.cli.hub.HubRest;
import hapi.cli.tui.DisplayText;
import hapi.cli.tui.Picker;
import hapi.cli.web.Prefix;
import hapi.protocol.id.SessionId;
import hapi.protocol.model.ResumableSession;
import hapi.protocol.model.ResumeTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// `hapi resume [ID]`: goes on with a session in this terminal. One that runs under the hub's
/// control is asked to leave first. Source: protocol/cli-rest.md sections 7 to 9.
final class ResumeCommand {
    private final Invocation invocation;
    private final CliConfig config;

    ResumeCommand(Invocation invocation) {
        this.invocation = invocation;
        this.config = CliConfig.load(invocation.environment());
    }

    int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            invocation.out().print(ScriptHelp.RESUME);
            return 0;
        }
        Optional<String> typed = words.stream().findFirst().filter(word -> !word.startsWith("-"));
        List<String> options = words.subList(typed.isPresent() ? 1 : 0, words.size());
        Launcher launcher = Launcher.find(invocation.environment());
        try (HubAutoStart _ = HubAutoStart.ifNeeded(invocation, config, launcher)) {
            Optional<Chosen> chosen = choose(typed, options);
            return chosen.isEmpty() ? 130 : start(chosen.get());
        }
    }

    /// What goes on, and with which words of the agent's command.
    private record Chosen(ResumeTarget target, FlavorLaunch flavor, List<String> words) {}

    /// Empty when the person chose none. The process that runs it now is out of the way then.
    private Optional<Chosen> choose(Optional<String> typed, List<String> options) {
        List<Chosen> chosen = new ArrayList<>();
        HubCommand.run(
                invocation,
                (_, rest) -> {
                    Optional<ResumeTarget> target =
                            typed.isPresent()
                                    ? Optional.of(named(rest, typed.get()))
                                    : picked(rest.resumable(config.knownMachineId()).orThrow());
                    if (target.isPresent()) {
                        // Before anything is ended: what cannot go on here is left where it is.
                        Chosen here = checked(target.get(), options);
                        takeOver(rest, target.get());
                        chosen.add(here);
                    }
                    return 0;
                });
        return chosen.stream().findFirst();
    }

    private ResumeTarget named(HubRest rest, String typed) throws HubException {
        List<ResumeTarget> all =
                rest.resumable(config.knownMachineId()).orThrow().stream()
                        .map(ResumableSession::target)
                        .toList();
        return switch (Prefix.find(typed, all, ResumeTarget::sessionId)) {
            case Prefix.One<ResumeTarget>(ResumeTarget target) -> target;
            case Prefix.None<ResumeTarget> _ -> notListed(rest, typed);
            case Prefix.Several<ResumeTarget>(List<String> ids) ->
                    throw new CommandFailure(
                            CommandFailure.USAGE,
                            List.of(
                                    "%d sessions begin with %s".formatted(ids.size(), typed),
                                    "  Run: hapi resume"));
        };
    }

    /// The whole id of a session that is not listed for this machine gets the hub's reason.
    private static ResumeTarget notListed(HubRest rest, String typed) throws HubException {
        HubAnswer<ResumeTarget> answer = rest.resumeTarget(new SessionId(typed));
        if (isRefused(answer, 404)) {
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND,
                    List.of("There is no session " + typed, "  To choose one, run: hapi resume"));
        }
        return answer.orThrow();
    }

    private Optional<ResumeTarget> picked(List<ResumableSession> sessions) {
        if (sessions.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND,
                    List.of("There is no session to resume on this machine."));
        }
        ResumableList list =
                new ResumableList(
                        sessions,
                        invocation.clock().millis(),
                        invocation.environment().getOrDefault("HOME", ""));
        try (Picker picker =
                invocation.isTerminal()
                        ? Picker.ofThisProcess(invocation.environment()).orElse(null)
                        : null) {
            if (picker == null) {
                list.lines().forEach(invocation.out()::println);
                throw new CommandFailure(
                        CommandFailure.USAGE,
                        List.of("There is no terminal to choose in. Run: hapi resume ID"));
            }
            OptionalInt choice = picker.choose("Resume a session", list.items());
            return choice.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sessions.get(choice.getAsInt()).target());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gets the process that runs it now out of the way.
    private void takeOver(HubRest rest, ResumeTarget target) throws HubException {
        if (!target.active()) {
            return;
        }
        HubAnswer<Boolean> answer;
        try (Progress _ = Progress.of(invocation, "Taking the session over")) {
            answer = rest.handoffLocal(new SessionId(target.sessionId()));
        }
        if (isRefused(answer, 409)) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    List.of(
                            "Another terminal has this session.",
                            "  End it there, or steer it from the hub."));
        }
        answer.orThrow();
    }

    private static boolean isRefused(HubAnswer<?> answer, int status) {
        return answer instanceof HubAnswer.Failed<?>(HubFailure failure)
                && failure instanceof HubFailure.Refused refused
                && refused.status() == status;
    }

    private Chosen checked(ResumeTarget target, List<String> options) {
        FlavorLaunch flavor =
                FlavorLaunch.byId(target.flavor())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        "This build cannot run %s."
                                                .formatted(DisplayText.line(target.flavor()))));
        try {
            AgentProgram.require(flavor, config.environment());
        } catch (AgentStartException e) {
            throw CommandFailure.of(e);
        }
        if (!Files.isDirectory(Path.of(target.directory()))) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "The folder %s does not exist on this machine."
                                    .formatted(DisplayText.line(target.directory())),
                            "  The session ran on "
                                    + DisplayText.line(
                                            Objects.requireNonNullElse(target.host(), "another"))));
        }
        List<String> words = words(target, flavor, options);
        // Throws for what the agent's command does not take.
        AgentArguments.parse(flavor.words(), words);
        return new Chosen(target, flavor, words);
    }

    private static List<String> words(
            ResumeTarget target, FlavorLaunch flavor, List<String> options) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("--existing-session-id", target.sessionId()));
        words.addAll(List.of("--resume", target.agentSessionId()));
        add(words, "--model", target.model());
        add(words, "--permission-mode", target.permissionMode());
        if (!flavor.words().effort().isEmpty()) {
            String effort =
                    target.effort() == null ? target.modelReasoningEffort() : target.effort();
            add(words, flavor.words().effort().getFirst(), effort);
        }
        // What the person says now counts more than what the session had.
        words.addAll(options);
        return words;
    }

    private int start(Chosen chosen) {
        return new AgentCommand(invocation, chosen.flavor())
                .runIn(Path.of(chosen.target().directory()), chosen.words(), List.of());
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null && !value.isEmpty() && !value.startsWith("-")) {
            words.addAll(List.of(option, value));
        }
    }
}
