package hapi.cli.spawn;

import hapi.cli.agent.FlavorLaunch;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.FlavorSpec.Capability;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a spawn asks for, checked: an agent that this build knows, and words that stay words on
/// their way through command lines. A value that begins with a dash could be read as an option by
/// some program on that way, and one with a control character is nobody's model or session; both
/// are refused. Everything else is passed as `--option=value`, one word of an argument array that
/// no shell reads.
record SpawnRequest(FlavorLaunch flavor, SpawnParams params, List<String> arguments) {
    private static final String DEFAULT_AGENT = "claude";
    private static final int MAX_WORD = 512;
    private static final int MAX_DIRECTORY = 4096;
    private static final int MAX_TOKEN = 64 * 1024;
    private static final String SESSION_ID = "[A-Za-z0-9][A-Za-z0-9._:-]{0,255}";

    SpawnRequest {
        arguments = List.copyOf(arguments);
    }

    /// @param startId what the session shall be known by on the hub, when it is asked for once
    static SpawnRequest of(SpawnParams params, Optional<String> startId) throws SpawnFailure {
        String directory = params.directory();
        if (directory == null || directory.isBlank()) {
            throw refused("Directory is required");
        }
        if (directory.length() > MAX_DIRECTORY || directory.indexOf('\0') >= 0) {
            throw refused("Not a path: " + shown(directory));
        }
        if (Boolean.TRUE.equals(params.forkSession())) {
            throw refused("This runner cannot fork a conversation");
        }
        checkToken(params.token());
        FlavorLaunch flavor = flavor(params.agent());
        List<String> arguments = arguments(flavor, params);
        add(arguments, "--hapi-start-id", startId);
        return new SpawnRequest(flavor, params, arguments);
    }

    private static FlavorLaunch flavor(@Nullable String agent) throws SpawnFailure {
        String name = agent == null ? DEFAULT_AGENT : agent;
        return FlavorLaunch.byId(name)
                .orElseThrow(() ->
                        new SpawnFailure(
                                SpawnHop.AGENT,
                                "The runner could not start %s: this build has no such agent"
                                        .formatted(
                                                FlavorSpec.known(name)
                                                        .map(FlavorSpec::label)
                                                        .orElse(shown(name))),
                                SpawnFailure.AGENT_UNAVAILABLE));
    }

    private static List<String> arguments(FlavorLaunch flavor, SpawnParams params)
            throws SpawnFailure {
        FlavorSpec spec = flavor.flavor();
        List<String> arguments = new ArrayList<>(List.of(spec.id()));
        add(arguments, "--resume", sessionId("resumeSessionId", params.resumeSessionId()));
        arguments.addAll(List.of("--hapi-starting-mode", "remote", "--started-by", "runner"));
        Optional<String> model = word("model", params.model());
        if (spec.has(Capability.MODEL)) {
            add(arguments, "--model", model);
        }
        Optional<String> effort = word("effort", params.effort());
        Optional<String> reasoning = word("modelReasoningEffort", params.modelReasoningEffort());
        boolean hasEffort =
                spec.has(Capability.EFFORT) || spec.has(Capability.MODEL_REASONING_EFFORT);
        if (hasEffort && !flavor.words().effort().isEmpty()) {
            add(
                    arguments,
                    flavor.words().effort().getFirst(),
                    effort.isPresent() ? effort : reasoning);
        }
        Optional<String> tier = word("serviceTier", params.serviceTier());
        Optional<String> collaboration = word("collaborationMode", params.collaborationMode());
        if (flavor.words().hasTurnOptions()) {
            add(arguments, "--service-tier", tier);
            add(arguments, "--collaboration-mode", collaboration);
        }
        add(arguments, "--permission-mode", permissionMode(spec, params.permissionMode()));
        add(
                arguments,
                "--existing-session-id",
                sessionId(
                        "existingSessionId",
                        params.existingSessionId() == null
                                ? params.sessionId()
                                : params.existingSessionId()));
        if (Boolean.TRUE.equals(params.yolo()) && !flavor.words().never().isEmpty()) {
            arguments.add(flavor.words().never().getFirst());
        }
        return arguments;
    }

    private static Optional<String> permissionMode(FlavorSpec spec, @Nullable String mode)
            throws SpawnFailure {
        Optional<String> word = word("permissionMode", mode);
        if (word.isPresent() && !spec.permissionModes().contains(word.get())) {
            throw refused(
                    "%s has no permission mode \"%s\"".formatted(spec.label(), shown(word.get())));
        }
        return word;
    }

    private static Optional<String> sessionId(String name, @Nullable String value)
            throws SpawnFailure {
        Optional<String> word = word(name, value);
        if (word.isPresent() && !word.get().matches(SESSION_ID)) {
            throw refused("%s is not a session id: \"%s\"".formatted(name, shown(word.get())));
        }
        return word;
    }

    private static Optional<String> word(String name, @Nullable String value) throws SpawnFailure {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (value.length() > MAX_WORD || value.chars().anyMatch(Character::isISOControl)) {
            throw refused("%s is not one short line: \"%s\"".formatted(name, shown(value)));
        }
        if (value.strip().startsWith("-")) {
            throw refused("%s may not begin with a dash: \"%s\"".formatted(name, shown(value)));
        }
        return Optional.of(value.strip());
    }

    private static void checkToken(@Nullable String token) throws SpawnFailure {
        if (token != null && (token.length() > MAX_TOKEN || token.indexOf('\0') >= 0)) {
            throw refused("token cannot be used");
        }
    }

    private static void add(List<String> arguments, String option, Optional<String> value) {
        value.ifPresent(word -> arguments.add(option + "=" + word));
    }

    private static SpawnFailure refused(String message) {
        return new SpawnFailure(SpawnHop.REQUEST, message);
    }

    /// For a message: short, and without anything that a terminal or a log would obey.
    private static String shown(String value) {
        String cut = value.length() <= 100 ? value : value.substring(0, 100) + "..";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
