package hapi.cli.claude;

import hapi.cli.agent.AgentStartException;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The user's own `--settings` of Claude, a file or JSON. Claude reads one such option only, and on
/// the terminal that is ours with the hooks; so the user's are read here and become a part of it.
///
/// @param settings the user's settings, empty when there are none
/// @param rest the user's arguments without that option
record OwnSettings(ObjectNode settings, List<String> rest) {
    private static final String OPTION = "--settings";

    OwnSettings {
        rest = List.copyOf(rest);
    }

    /// @throws AgentStartException when the user's settings cannot be read
    static OwnSettings takenFrom(List<String> arguments, Path folder) throws AgentStartException {
        List<String> rest = new ArrayList<>();
        ObjectNode settings = Json.object();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals(OPTION) && i + 1 < arguments.size()) {
                settings = read(arguments.get(++i), folder);
            } else if (word.startsWith(OPTION + "=")) {
                settings = read(word.substring(OPTION.length() + 1), folder);
            } else {
                rest.add(word);
            }
        }
        return new OwnSettings(settings, rest);
    }

    /// The user's settings with these hooks, event to matchers, behind the user's own.
    ObjectNode with(ObjectNode hooks) {
        ObjectNode all = settings.deepCopy();
        ObjectNode ownHooks =
                all.path("hooks") instanceof ObjectNode present ? present : all.putObject("hooks");
        hooks.properties()
                .forEach(event -> {
                    ArrayNode matchers =
                            ownHooks.path(event.getKey()) instanceof ArrayNode present
                                    ? present
                                    : ownHooks.putArray(event.getKey());
                    event.getValue().forEach(matchers::add);
                });
        return all;
    }

    private static ObjectNode read(String value, Path folder) throws AgentStartException {
        try {
            String text =
                    value.stripLeading().startsWith("{")
                            ? value
                            : Files.readString(folder.resolve(value));
            JsonNode json = Json.parse(text);
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | JsonSyntaxException e) {
            throw new AgentStartException("--settings cannot be read: " + e.getMessage(), e);
        }
        throw new AgentStartException("--settings is not a JSON object");
    }
}
