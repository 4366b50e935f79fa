package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import tools.jackson.databind.node.ObjectNode;

/// Says over the head of the page what happened elsewhere.
@Tag("hapi-toast")
@JsModule("./hapi/notices/hapi-toast.ts")
class ToastElement extends Component {
    private static final long serialVersionUID = 1L;

    void show(ObjectNode toast) {
        getElement().callJsFunction("show", toast);
    }
}
