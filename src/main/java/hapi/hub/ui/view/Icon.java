package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/// A picture of the icon set, by its name in `icons.ts`.
@Tag("hapi-icon")
@JsModule("./hapi/base/icons.ts")
class Icon extends Component {
    private static final long serialVersionUID = 1L;

    Icon(String name) {
        getElement().setAttribute("name", name);
    }
}
