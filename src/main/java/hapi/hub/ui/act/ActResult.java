package hapi.hub.ui.act;

import hapi.protocol.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// What became of an act.
public sealed interface ActResult {
    /// Done; `answer` is for the page.
    record Done(ObjectNode answer) implements ActResult {
        public static Done plain() {
            return new Done(Json.object());
        }
    }

    /// Not done. `code` is for the page, `words` for the person.
    record Refused(String code, String words) implements ActResult {}
}
