package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;

/// One session by its address; says so when there is no such session.
@Route(value = "sessions/:id", layout = MainLayout.class)
public class ChatView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final transient SessionService sessions;
    private final transient SessionPages pages;
    private String sessionId = "";
    private String title = "";

    public ChatView(SessionService sessions, SessionPages pages) {
        this.sessions = sessions;
        this.pages = pages;
        addClassName("holder");
    }

    String sessionId() {
        return sessionId;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String wanted = event.getRouteParameters().get("id").orElse("");
        if (wanted.equals(sessionId)) {
            return;
        }
        sessionId = wanted;
        removeAll();
        if (sessions.resolve(Viewer.current().namespace(), wanted)
                instanceof SessionLookup.Found found) {
            SessionPage page = pages.open(found.key());
            title = page.title();
            add(page);
        } else {
            title = texts.text("sessions.title");
            Div gone =
                    new Div(
                            new Paragraph(texts.text("chat.gone")),
                            new RouterLink(texts.text("chat.toList"), SessionsView.class));
            gone.addClassName("empty");
            add(gone);
        }
    }

    @Override
    public String getPageTitle() {
        return title + " · " + texts.text("app.name");
    }
}
