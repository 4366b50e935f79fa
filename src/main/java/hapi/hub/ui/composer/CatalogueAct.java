package hapi.hub.ui.composer;

import hapi.hub.catalogue.SessionCatalogue;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec.Capability;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `catalogue`: `{session}`. Answers `{commands:[{name, note, source, text}], skills:[{name,
/// note}]}`: what the menus of the composer hold, in the order in which the process names them.
/// `text`, else empty, is what a command stands for where the agent does not know it by name.
@Component
final class CatalogueAct implements UiAct {
    private static final int MAX_ENTRIES = 500;
    private static final int MAX_NAME = 200;
    private static final int MAX_NOTE = 300;
    private static final int MAX_TEXT = 100_000;

    private final ActSessions sessions;
    private final SessionCatalogue catalogue;

    CatalogueAct(ActSessions sessions, SessionCatalogue catalogue) {
        this.sessions = sessions;
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "catalogue";
    }

    @Override
    public ActResult run(ActCall call) {
        return sessions.with(call, key -> new ActResult.Done(entries(key)));
    }

    private ObjectNode entries(SessionKey key) {
        ObjectNode answer = Json.object();
        ArrayNode commands = answer.putArray("commands");
        boolean areExpanded = sessions.flavor(key).has(Capability.EXPANDED_COMMANDS);
        for (JsonNode command : catalogue.commands(key).path("commands")) {
            entry(commands, command)
                    .put("source", command.path("source").asString("builtin"))
                    .put("text", areExpanded ? text(command) : "");
        }
        ArrayNode skills = answer.putArray("skills");
        if (sessions.isActive(key)) {
            catalogue.skills(key).path("skills").forEach(skill -> entry(skills, skill));
        }
        return answer;
    }

    /// What has no name, or is one too many, goes nowhere.
    private static ObjectNode entry(ArrayNode list, JsonNode told) {
        String name = told.path("name").asString("");
        boolean isUsable =
                !name.isBlank()
                        && name.length() <= MAX_NAME
                        && name.chars().noneMatch(Character::isWhitespace)
                        && list.size() < MAX_ENTRIES;
        ObjectNode entry = isUsable ? list.addObject() : Json.object();
        return entry.put("name", name)
                .put("note", cut(told.path("description").asString(""), MAX_NOTE));
    }

    private static String text(JsonNode command) {
        return cut(command.path("content").asString(""), MAX_TEXT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
