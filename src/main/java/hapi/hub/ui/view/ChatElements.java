package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import tools.jackson.databind.node.ObjectNode;

/// The elements of a session's page: what is sent to them.
final class ChatElements {
    private ChatElements() {}

    @Tag("hapi-chat")
    @JsModule("./hapi/chat/hapi-chat.ts")
    @NpmPackage(value = "highlight.js", version = "11.12.0")
    @NpmPackage(value = "@mermaid-js/tiny", version = "12.0.0")
    static final class Chat extends Component {
        private static final long serialVersionUID = 1L;

        /// `word` is what the page asks for more by, see `OpenChats`.
        Chat(String sessionId, String word) {
            getElement().setProperty("session", sessionId);
            getElement().setProperty("word", word);
        }

        void reset(ObjectNode window) {
            getElement().callJsFunction("reset", window);
        }

        void patch(ObjectNode changes) {
            getElement().callJsFunction("patch", changes);
        }
    }

    @Tag("hapi-dock")
    @JsModule("./hapi/decision/hapi-dock.ts")
    static final class Dock extends Component {
        private static final long serialVersionUID = 1L;

        Dock(String sessionId) {
            getElement().setProperty("session", sessionId);
        }

        /// The request that the person came for.
        void want(String request) {
            getElement().callJsFunction("want", request);
        }

        void show(ObjectNode asks) {
            getElement().callJsFunction("show", asks);
        }
    }

    /// It asks and acts by itself.
    @Tag("hapi-composer")
    @JsModule("./hapi/composer/hapi-composer.ts")
    static final class Composer extends Component {
        private static final long serialVersionUID = 1L;

        Composer(String sessionId) {
            getElement().setProperty("session", sessionId);
        }

        void show(ObjectNode state) {
            getElement().callJsFunction("show", state);
        }
    }
}
