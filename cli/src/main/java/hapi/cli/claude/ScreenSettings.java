package hapi.cli.claude;

import hapi.cli.agent.AgentSetting;
import hapi.cli.claude.HookFolder.HookCall;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person sets on Claude's own screen, read from what Claude writes about it. Measured with
/// 2.1.197:
///
/// - each hook of a turn carries the permission mode, and a screen that ends in order notes its
///   last one in the transcript, so that Shift+Tab without a prompt is known when the screen has
///   gone;
/// - `/model` and `/effort` leave two entries: the command with its arguments, and what Claude said
///   to it. Of a model chosen in the menu that is a name for people: its own name stands in the
///   user's settings if it became the default, else the next answer carries it.
///
/// A mode counts only when the screen's own changed: what was set elsewhere meanwhile stays.
/// Single-threaded.
final class ScreenSettings {
    private static final Logger log = LoggerFactory.getLogger(ScreenSettings.class);
    private static final int MAX_MODEL = 200;
    private static final int KILLED = 137;
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern COMMAND =
            Pattern.compile(
                    "<command-name>/([a-z]+)</command-name>.*<command-args>(.*)</command-args>",
                    Pattern.DOTALL);
    private static final Pattern OUTPUT =
            Pattern.compile("<local-command-stdout>(.*)</local-command-stdout>", Pattern.DOTALL);
    private static final Pattern EFFORT = Pattern.compile("Set effort level to ([a-z]+)");

    private final Path userSettings;
    private String mode;
    private String command = "";
    private String argument = "";
    private boolean isModelAwaited;
    private @Nullable Path left;

    /// @param mode the permission mode the screen was started in
    ScreenSettings(String mode, Path userSettings) {
        this.mode = mode;
        this.userSettings = userSettings;
    }

    /// What a hook tells.
    Optional<AgentSetting> told(HookCall call) {
        switch (call.event()) {
            case "SessionStart" -> left = null;
            case "SessionEnd" -> left = call.transcript();
            default -> log.trace("the hook {}", call.event());
        }
        return mode(call.mode());
    }

    /// What a new entry of the transcript tells.
    Optional<AgentSetting> told(ObjectNode entry) {
        if (entry.path("isSidechain").asBoolean(false)) {
            return Optional.empty();
        }
        if (entry.path("type").asString("").equals("assistant")) {
            return answered(entry.at("/message/model").asString(""));
        }
        JsonNode content = entry.at("/message/content");
        String text = (content.isString() ? content : entry.path("content")).asString("");
        Matcher typed = COMMAND.matcher(text);
        if (typed.find()) {
            command = typed.group(1);
            argument = typed.group(2).strip();
            return Optional.empty();
        }
        Matcher output = OUTPUT.matcher(text);
        if (!output.find()) {
            return Optional.empty();
        }
        String said = COLOURS.matcher(output.group(1)).replaceAll("");
        String to = command;
        command = "";
        return switch (to) {
            case "model" -> model(said);
            case "effort" -> effort(said);
            default -> Optional.empty();
        };
    }

    /// The screen has gone; empty when it did not end in order, for then nobody knows.
    Optional<AgentSetting> ended(int exitCode, TranscriptScanner scanner) {
        return exitCode == KILLED
                ? Optional.empty()
                : Optional.ofNullable(left).flatMap(scanner::notedMode).flatMap(this::mode);
    }

    private Optional<AgentSetting> mode(String now) {
        if (now.isEmpty() || now.equals(mode)) {
            return Optional.empty();
        }
        mode = now;
        return Optional.of(new AgentSetting.PermissionMode(now));
    }

    private Optional<AgentSetting> model(String said) {
        if (!said.startsWith("Set model to ")) {
            return Optional.empty();
        }
        isModelAwaited = false;
        if (said.contains("(default)")) {
            return Optional.of(new AgentSetting.Model(null));
        }
        String name = argument.isEmpty() && said.contains("as your default") ? saved() : argument;
        if (isName(name)) {
            return Optional.of(new AgentSetting.Model(name));
        }
        isModelAwaited = true;
        return Optional.empty();
    }

    private Optional<AgentSetting> answered(String model) {
        // What Claude says by itself, e.g. of an error, has no model's name.
        if (!isModelAwaited || !isName(model) || model.startsWith("<")) {
            return Optional.empty();
        }
        isModelAwaited = false;
        return Optional.of(new AgentSetting.Model(model));
    }

    private static Optional<AgentSetting> effort(String said) {
        if (said.startsWith("Effort level set to auto")) {
            return Optional.of(new AgentSetting.Effort(null));
        }
        Matcher level = EFFORT.matcher(said);
        return level.lookingAt()
                ? Optional.of(new AgentSetting.Effort(level.group(1)))
                : Optional.empty();
    }

    private String saved() {
        try {
            return Json.parse(Files.readString(userSettings)).path("model").asString("");
        } catch (IOException | JsonSyntaxException e) {
            log.debug("cannot read {}: {}", userSettings, e.getMessage());
            return "";
        }
    }

    /// A word that may stand in a command line.
    private static boolean isName(String model) {
        return !model.isEmpty()
                && model.length() <= MAX_MODEL
                && !model.startsWith("-")
                && model.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
    }
}
