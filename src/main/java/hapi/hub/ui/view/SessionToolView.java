package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;

/// A screen beside the chat of one session, which its address names: one element, made anew for
/// another session.
abstract class SessionToolView extends Div implements Framed, BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final transient SessionService sessions;
    private final String title;
    private String sessionId = "";

    /// `title` is the key of its text.
    SessionToolView(SessionService sessions, String title) {
        this.sessions = sessions;
        this.title = title;
        addClassName("holder");
    }

    /// The element for a session; `where` says in words where that runs.
    abstract Component open(String session, String where);

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String wanted = event.getRouteParameters().get("id").orElse("");
        if (!wanted.equals(sessionId)) {
            sessionId = wanted;
            removeAll();
            String where = SessionPlace.words(sessions, Viewer.current().namespace(), sessionId);
            add(open(sessionId, where));
        }
    }

    @Override
    public String sessionId() {
        return sessionId;
    }

    @Override
    public String getPageTitle() {
        return texts.text(title) + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return SessionsView.class;
    }

    @Override
    public Pane pane() {
        return Pane.CHAT;
    }
}
