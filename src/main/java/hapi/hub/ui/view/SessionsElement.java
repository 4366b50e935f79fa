package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import tools.jackson.databind.node.ObjectNode;

/// The list. What a person does with its rows goes by acts.
@Tag("hapi-sessions")
@NpmPackage(value = "lucide", version = "1.65.0")
@JsModule("./hapi/list/hapi-sessions.ts")
class SessionsElement extends Component {
    private static final long serialVersionUID = 1L;

    void reset(ObjectNode all) {
        getElement().callJsFunction("reset", all);
    }

    void patch(ObjectNode changes) {
        getElement().callJsFunction("patch", changes);
    }

    void setCurrent(String sessionId) {
        getElement().setProperty("current", sessionId);
    }

    void setFailedStarts(int count) {
        getElement().setProperty("failedStarts", count);
    }
}
