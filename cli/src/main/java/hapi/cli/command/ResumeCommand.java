package hapi.cli.command;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
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
            Optional<ResumeTarget> target = target(typed);
            return target.isEmpty() ? 130 : start(target.get(), options);
        }
    }

    /// Empty when the person chose none.
    private Optional<ResumeTarget> target(Optional<String> typed) {
        List<ResumeTarget> chosen = new ArrayList<>();
        HubCommand.run(
                invocation,
                (_, rest) -> {
                    Optional<ResumeTarget> target =
                            typed.isPresent()
                                    ? Optional.of(named(rest, typed.get()))
                                    : picked(rest.resumable(config.knownMachineId()).orThrow());
                    if (target.isPresent()) {
                        takeOver(rest, target.get());
                        chosen.add(target.get());
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
            // The whole id of a session that is not listed for this machine gets the hub's reason.
            case Prefix.None<ResumeTarget> _ -> rest.resumeTarget(new SessionId(typed)).orThrow();
            case Prefix.Several<ResumeTarget>(List<String> ids) ->
                    throw new CommandFailure(
                            CommandFailure.USAGE,
                            List.of(
                                    "%d sessions begin with %s".formatted(ids.size(), typed),
                                    "  Run: hapi resume"));
        };
    }

    private Optional<ResumeTarget> picked(List<ResumableSession> sessions) {
        if (sessions.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND,
                    List.of("There is no session to resume on this machine."));
        }
        try (Picker picker =
                invocation.isTerminal()
                        ? Picker.ofThisProcess(invocation.environment()).orElse(null)
                        : null) {
            if (picker == null) {
                lines(sessions).forEach(invocation.out()::println);
                throw new CommandFailure(
                        CommandFailure.USAGE,
                        List.of("There is no terminal to choose in. Run: hapi resume ID"));
            }
            OptionalInt choice = picker.choose("Resume a session", items(sessions));
            return choice.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sessions.get(choice.getAsInt()).target());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Picker.Item> items(List<ResumableSession> sessions) {
        List<String> lines = lines(sessions);
        List<Picker.Item> items = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            ResumeTarget target = sessions.get(i).target();
            // The head of the table is line 0.
            String line = lines.get(i + 1);
            items.add(new Picker.Item(line, line + " " + target.sessionId(), true));
        }
        return items;
    }

    private List<String> lines(List<ResumableSession> sessions) {
        long now = invocation.clock().millis();
        List<List<String>> rows = new ArrayList<>();
        for (ResumableSession session : sessions) {
            ResumeTarget target = session.target();
            rows.add(
                    List.of(
                            target.sessionId()
                                    .substring(0, Math.min(8, target.sessionId().length())),
                            DisplayText.line(target.flavor()),
                            target.active() ? (target.thinking() ? "working" : "running") : "ended",
                            Columns.age(Duration.ofMillis(Math.max(0, now - session.updatedAt()))),
                            shortFolder(target.directory()),
                            DisplayText.cut(title(session), 60)));
        }
        return Columns.of(List.of("ID", "AGENT", "STATE", "AGE", "FOLDER", "TITLE"), rows);
    }

    private String shortFolder(String directory) {
        String home = invocation.environment().getOrDefault("HOME", "");
        String folder = DisplayText.line(directory);
        return !home.isEmpty() && (folder + "/").startsWith(home + "/")
                ? "~" + folder.substring(home.length())
                : folder;
    }

    private static String title(ResumableSession session) {
        return Stream.of(session.name(), session.summary(), session.firstUserMessage())
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(DisplayText::line)
                .orElse("");
    }

    /// Gets the process that runs it now out of the way.
    private void takeOver(HubRest rest, ResumeTarget target) throws HubException {
        checkPlace(target);
        if (!target.active()) {
            return;
        }
        HubAnswer<Boolean> answer;
        try (Progress _ = Progress.of(invocation, "Taking the session over")) {
            answer = rest.handoffLocal(new SessionId(target.sessionId()));
        }
        if (answer instanceof HubAnswer.Failed<Boolean>(HubFailure failure)
                && failure instanceof HubFailure.Refused refused
                && refused.status() == 409) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    List.of(
                            "Another terminal has this session.",
                            "  End it there, or steer it from the hub."));
        }
        answer.orThrow();
    }

    private void checkPlace(ResumeTarget target) {
        if (FlavorLaunch.byId(target.flavor()).isEmpty()) {
            throw new CommandFailure(
                    "This build cannot run %s.".formatted(DisplayText.line(target.flavor())));
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
    }

    private int start(ResumeTarget target, List<String> options) {
        FlavorLaunch flavor = FlavorLaunch.byId(target.flavor()).orElseThrow();
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
        return new AgentCommand(invocation, flavor)
                .runIn(Path.of(target.directory()), words, List.of());
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null && !value.isEmpty() && !value.startsWith("-")) {
            words.addAll(List.of(option, value));
        }
    }
}
