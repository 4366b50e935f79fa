package hapi.hub.ui.view;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The elements of a session's page: what the browser may call, and what is sent to it.
final class ChatElements {
    private ChatElements() {}

    /// What a person can do in the chat. Nothing of it may wait.
    interface ChatActions {
        void loadOlder();

        ArrayNode openRow(String id, long at, long seq);

        void retry(String localId);

        void cancel(String localId);
    }

    @Tag("hapi-chat")
    @JsModule("./hapi/hapi-chat.ts")
    static final class Chat extends Component {
        private static final long serialVersionUID = 1L;
        private final transient ChatActions actions;

        Chat(String sessionId, ChatActions actions) {
            this.actions = actions;
            getElement().setProperty("session", sessionId);
        }

        void reset(ObjectNode window) {
            getElement().callJsFunction("reset", window);
        }

        void patch(ObjectNode changes) {
            getElement().callJsFunction("patch", changes);
        }

        @ClientCallable
        private void loadOlder() {
            actions.loadOlder();
        }

        @ClientCallable
        private ArrayNode openRow(String id, double at, double seq) {
            return actions.openRow(id, (long) at, (long) seq);
        }

        @ClientCallable
        private void retry(String localId) {
            actions.retry(localId);
        }

        @ClientCallable
        private void cancel(String localId) {
            actions.cancel(localId);
        }
    }

    interface DockActions {
        void decide(JsonNode answer);
    }

    @Tag("hapi-dock")
    @JsModule("./hapi/hapi-dock.ts")
    static final class Dock extends Component {
        private static final long serialVersionUID = 1L;
        private final transient DockActions actions;

        Dock(DockActions actions) {
            this.actions = actions;
        }

        void show(ObjectNode asks) {
            getElement().callJsFunction("show", asks);
        }

        @ClientCallable
        private void decide(ObjectNode answer) {
            actions.decide(answer);
        }
    }

    interface ComposerActions {
        void send(String localId, String text);

        void stop();

        void takeOver();

        void setMode(String mode);

        void startAgain();
    }

    @Tag("hapi-composer")
    @JsModule("./hapi/hapi-composer.ts")
    static final class Composer extends Component {
        private static final long serialVersionUID = 1L;
        private final transient ComposerActions actions;

        Composer(String sessionId, ComposerActions actions) {
            this.actions = actions;
            getElement().setProperty("session", sessionId);
        }

        void show(ObjectNode state) {
            getElement().callJsFunction("show", state);
        }

        /// Sends again what waits in the browser; for a session that just came (back) to life.
        void resend() {
            getElement().callJsFunction("resend");
        }

        void failed(String words) {
            getElement().callJsFunction("failed", words);
        }

        @ClientCallable
        private void send(String localId, String text) {
            actions.send(localId, text);
        }

        @ClientCallable
        private void stop() {
            actions.stop();
        }

        @ClientCallable
        private void takeOver() {
            actions.takeOver();
        }

        @ClientCallable
        private void setMode(String mode) {
            actions.setMode(mode);
        }

        @ClientCallable
        private void startAgain() {
            actions.startAgain();
        }
    }
}
