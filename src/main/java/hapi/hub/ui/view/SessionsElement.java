package hapi.hub.ui.view;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import tools.jackson.databind.node.ObjectNode;

@Tag("hapi-sessions")
@NpmPackage(value = "lucide", version = "1.65.0")
@JsModule("./hapi/hapi-sessions.ts")
class SessionsElement extends Component {
    private static final long serialVersionUID = 1L;

    /// What a person can do with a row. Nothing of it may wait.
    interface Actions {
        void rename(String id, String name);

        void pin(String id, boolean isPinned);

        /// Ends the session soon; until then [#keep] takes it back.
        void archive(String id);

        void keep(String id);

        void remove(String id);
    }

    private final transient Actions actions;

    SessionsElement(Actions actions) {
        this.actions = actions;
    }

    void fault(String words) {
        getElement().callJsFunction("fault", words);
    }

    @ClientCallable
    private void rename(String id, String name) {
        actions.rename(id, name);
    }

    @ClientCallable
    private void pin(String id, boolean isPinned) {
        actions.pin(id, isPinned);
    }

    @ClientCallable
    private void archive(String id) {
        actions.archive(id);
    }

    @ClientCallable
    private void keep(String id) {
        actions.keep(id);
    }

    @ClientCallable
    private void remove(String id) {
        actions.remove(id);
    }

    void reset(ObjectNode all) {
        getElement().callJsFunction("reset", all);
    }

    void patch(ObjectNode changes) {
        getElement().callJsFunction("patch", changes);
    }

    void setCurrent(String sessionId) {
        getElement().setProperty("current", sessionId);
    }
}
