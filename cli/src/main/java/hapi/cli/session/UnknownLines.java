package hapi.cli.session;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an agent says and no driver has a name for: an agent may be newer than we are. Each kind is
/// logged once and shown at most 20 times in a chat; what is no JSON object is only logged. Used on
/// the session's thread only.
final class UnknownLines {
    private static final Logger log = LoggerFactory.getLogger(UnknownLines.class);
    private static final int SHOWN = 20;
    private static final int KINDS = 100;
    private static final String NO_JSON = "no JSON object";

    /// Where agents say what kind of thing they say.
    private static final List<String> NAMES = List.of("type", "sessionUpdate", "method");

    private final Map<String, Integer> seen = new HashMap<>();

    /// The message content that shows it, if it is to be shown.
    Optional<ObjectNode> show(RawJson raw) {
        Optional<ObjectNode> object = object(raw);
        String kind = object.map(UnknownLines::kind).orElse(NO_JSON);
        if (seen.size() >= KINDS && !seen.containsKey(kind)) {
            return Optional.empty();
        }
        int count = seen.merge(kind, 1, Integer::sum);
        if (count == 1) {
            log.warn("the agent says something this build does not know: {}", kind);
        }
        return object.filter(_ -> count <= SHOWN)
                .map(data -> {
                    ObjectNode content = Json.object().put("type", "output");
                    content.set("data", data);
                    return content;
                });
    }

    private static Optional<ObjectNode> object(RawJson raw) {
        try {
            return raw.read() instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String kind(ObjectNode object) {
        return NAMES.stream()
                .map(name -> object.path(name).asString(""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("nameless");
    }
}
