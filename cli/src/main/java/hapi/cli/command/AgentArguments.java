package hapi.cli.command;

import hapi.cli.agent.AgentWords;
import hapi.cli.hub.AliveState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The arguments of an agent command, ours taken out, the rest in order for the agent.
///
/// Read by hand, not by an option parser: what we do not know must reach the agent unchanged and in
/// its place, values that look like options included. Source: agents/commands.md section 2.
///
/// `startId` is a runner's: the session made for it is found again by it. `resume` is an id that
/// was named; a bare `--resume` stays in `passThrough` and lets the agent ask.
public record AgentArguments(
        StartedBy startedBy,
        Optional<AliveState.Mode> startingMode,
        boolean yolo,
        Optional<String> permissionMode,
        Optional<String> model,
        Optional<String> effort,
        Optional<String> serviceTier,
        Optional<String> collaborationMode,
        Optional<String> resume,
        Optional<String> existingSessionId,
        Optional<String> startId,
        List<String> passThrough) {

    public enum StartedBy {
        TERMINAL,
        RUNNER
    }

    public AgentArguments {
        passThrough = List.copyOf(passThrough);
    }

    /// These, with arguments for the agent before its others.
    AgentArguments withLeading(List<String> leading) {
        List<String> all = new ArrayList<>(leading);
        all.addAll(passThrough);
        return new AgentArguments(
                startedBy,
                startingMode,
                yolo,
                permissionMode,
                model,
                effort,
                serviceTier,
                collaborationMode,
                resume,
                existingSessionId,
                startId,
                all);
    }

    /// Local in a terminal, remote when the runner started it or it was asked for.
    public AliveState.Mode mode() {
        return startedBy == StartedBy.RUNNER
                ? AliveState.Mode.REMOTE
                : startingMode.orElse(AliveState.Mode.LOCAL);
    }

    /// @throws CommandFailure when one of our options has a wrong value or none
    public static AgentArguments parse(AgentWords words, List<String> arguments) {
        Parser parser = new Parser(words);
        parser.read(arguments);
        return parser.result();
    }

    private static final class Parser {
        private final AgentWords words;
        private StartedBy startedBy = StartedBy.TERMINAL;
        private Optional<AliveState.Mode> startingMode = Optional.empty();
        private boolean yolo;
        private Optional<String> permissionMode = Optional.empty();
        private Optional<String> model = Optional.empty();
        private Optional<String> effort = Optional.empty();
        private Optional<String> serviceTier = Optional.empty();
        private Optional<String> collaborationMode = Optional.empty();
        private Optional<String> resume = Optional.empty();
        private Optional<String> existingSessionId = Optional.empty();
        private Optional<String> startId = Optional.empty();
        private final List<String> passThrough = new ArrayList<>();

        Parser(AgentWords words) {
            this.words = words;
        }

        void read(List<String> arguments) {
            List<String> left = new ArrayList<>(arguments);
            if (words.resumeFirst() && !left.isEmpty() && left.getFirst().equals("resume")) {
                resume(left.removeFirst(), Optional.empty(), left);
            }
            while (!left.isEmpty()) {
                String word = left.removeFirst();
                if (word.equals("--")) {
                    passThrough.add(word);
                    passThrough.addAll(left);
                    return;
                }
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                String name = equals < 0 ? word : word.substring(0, equals);
                Optional<String> attached =
                        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
                option(word, name, attached, left);
            }
        }

        private void option(
                String word, String name, Optional<String> attached, List<String> left) {
            if (words.never().contains(word)) {
                yolo = true;
                passThrough.addAll(words.neverPassedOn());
                return;
            }
            if (words.effort().contains(name)) {
                effort = Optional.of(value(name, attached, left));
                return;
            }
            if (words.hasTurnOptions() && name.equals("--service-tier")) {
                serviceTier = Optional.of(word(name, value(name, attached, left)));
                return;
            }
            if (words.hasTurnOptions() && name.equals("--collaboration-mode")) {
                collaborationMode = Optional.of(word(name, value(name, attached, left)));
                return;
            }
            switch (name) {
                case "--started-by" -> startedBy = startedBy(value(name, attached, left));
                case "--hapi-starting-mode" ->
                        startingMode = Optional.of(mode(value(name, attached, left)));
                case "--model" -> model = Optional.of(value(name, attached, left));
                case "--permission-mode" ->
                        permissionMode = Optional.of(value(name, attached, left));
                case "--existing-session-id" ->
                        existingSessionId = Optional.of(value(name, attached, left));
                case "--hapi-start-id" -> startId = Optional.of(value(name, attached, left));
                case "--resume", "-r" -> resume(word, attached, left);
                default -> passThrough.add(word);
            }
        }

        private void resume(String word, Optional<String> attached, List<String> left) {
            if (attached.isPresent()) {
                resume = attached;
            } else if (!left.isEmpty() && !left.getFirst().startsWith("-")) {
                resume = Optional.of(left.removeFirst());
            } else {
                passThrough.add(word);
            }
        }

        private static String value(String name, Optional<String> attached, List<String> left) {
            String value = attached.orElseGet(() -> left.isEmpty() ? "" : left.removeFirst());
            if (value.isEmpty() || (attached.isEmpty() && value.startsWith("-"))) {
                throw new CommandFailure("Missing %s value".formatted(name));
            }
            return value;
        }

        /// What the hub takes as such a setting.
        private static String word(String name, String value) {
            if (!value.matches("[A-Za-z][A-Za-z0-9_-]{0,31}")) {
                throw new CommandFailure("Invalid %s value \"%s\"".formatted(name, value));
            }
            return value;
        }

        private static StartedBy startedBy(String value) {
            return switch (value) {
                case "terminal" -> StartedBy.TERMINAL;
                case "runner" -> StartedBy.RUNNER;
                default ->
                        throw new CommandFailure(
                                "Invalid --started-by value \"%s\": use terminal or runner"
                                        .formatted(value));
            };
        }

        private static AliveState.Mode mode(String value) {
            return switch (value) {
                case "local" -> AliveState.Mode.LOCAL;
                case "remote" -> AliveState.Mode.REMOTE;
                default ->
                        throw new CommandFailure(
                                "Invalid --hapi-starting-mode value \"%s\": use local or remote"
                                        .formatted(value));
            };
        }

        AgentArguments result() {
            return new AgentArguments(
                    startedBy,
                    startingMode,
                    yolo,
                    yolo && permissionMode.isEmpty()
                            ? Optional.of(words.neverMode())
                            : permissionMode,
                    model,
                    effort,
                    serviceTier,
                    collaborationMode,
                    resume,
                    existingSessionId,
                    startId,
                    passThrough);
        }
    }
}
