package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import tools.jackson.databind.node.ObjectNode;

/// Tells the number of open requests to the tab's title and the app's icon, and a new request to
/// who listens to the page. Not seen.
@Tag("hapi-needs")
@JsModule("./hapi/inbox/hapi-needs.ts")
class NeedsElement extends Component {
    private static final long serialVersionUID = 1L;

    void show(ObjectNode needs) {
        getElement().callJsFunction("show", needs);
    }
}
