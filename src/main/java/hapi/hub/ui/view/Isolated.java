package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasText;
import com.vaadin.flow.component.Tag;

/// A name that somebody else chose, in the direction of its own writing: signs beside it stay where
/// they belong.
@Tag("bdi")
class Isolated extends Component implements HasText {
    private static final long serialVersionUID = 1L;

    Isolated(String name) {
        setText(name);
    }
}
