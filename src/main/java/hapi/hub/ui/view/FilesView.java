package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.router.Route;
import hapi.hub.session.SessionService;

/// The changes and files of one session; which of them, the page itself reads from its address.
@Route(value = "sessions/:id/files", layout = MainLayout.class)
public class FilesView extends SessionToolView {
    private static final long serialVersionUID = 1L;

    public FilesView(SessionService sessions) {
        super(sessions, "files.title");
    }

    @Tag("hapi-files")
    @JsModule("./hapi/files/hapi-files.ts")
    private static final class Files extends Component {
        private static final long serialVersionUID = 1L;

        private Files(String session, String where) {
            getElement().setProperty("session", session).setProperty("where", where);
        }
    }

    @Override
    Component open(String session, String where) {
        return new Files(session, where);
    }
}
