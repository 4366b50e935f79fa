package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.router.Route;
import hapi.hub.session.SessionService;

/// A terminal where one session runs.
@Route(value = "sessions/:id/terminal", layout = MainLayout.class)
public class TerminalView extends SessionToolView {
    private static final long serialVersionUID = 1L;

    public TerminalView(SessionService sessions) {
        super(sessions, "terminal.title");
    }

    @Tag("hapi-terminal")
    @NpmPackage(value = "@xterm/xterm", version = "6.0.0")
    @NpmPackage(value = "@xterm/addon-fit", version = "0.11.0")
    @JsModule("./hapi/terminal/hapi-terminal.ts")
    private static final class Terminal extends Component {
        private static final long serialVersionUID = 1L;

        private Terminal(String session, String where) {
            getElement().setProperty("session", session).setProperty("where", where);
        }
    }

    @Override
    Component open(String session, String where) {
        return new Terminal(session, where);
    }
}
