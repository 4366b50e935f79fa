package hapi.hub.ui.act;

import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;
import tools.jackson.databind.JsonNode;

/// Who does what. `args` is an object; every field may be missing or of another kind.
public record ActCall(Viewer viewer, Texts texts, JsonNode args) {
    /// A text among the arguments, empty when there is none.
    public String text(String name) {
        return args.path(name).asString("");
    }
}
