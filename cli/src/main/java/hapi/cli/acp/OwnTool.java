package hapi.cli.acp;

import static hapi.cli.acp.ToolCard.text;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How an agent names the tool of HAPI's own tool server: exact, server and tool together, and of
/// the kind that foreign tools have. A command that merely contains the words has another kind and
/// another name.
///
/// @param names what the agent announces a call of it as
/// @param titles what a question about it is titled; empty when the name says all
record OwnTool(Set<String> names, Set<String> titles) {
    OwnTool {
        names = Set.copyOf(names);
        titles = Set.copyOf(titles);
    }

    boolean is(JsonNode call, String name) {
        return text(call, "kind").equals("other")
                && names.contains(name)
                && (titles.isEmpty() || titles.contains(text(call, "title")));
    }
}
