package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import java.util.Locale;

/// How the frame shows a view: which pane it takes on a phone, which entry of the bar is current,
/// which session is marked in the list.
interface Framed {
    /// What a narrow screen shows. `CHAT` has no bar below.
    enum Pane {
        LIST,
        CHAT,
        PAGE;

        /// As the style sheet names it.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default Pane pane() {
        return Pane.PAGE;
    }

    /// The view that the bar leads to, of which this one is or belongs to.
    Class<? extends Component> entry();

    /// Empty when it is of no session.
    default String sessionId() {
        return "";
    }
}
