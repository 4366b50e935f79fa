package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import hapi.hub.message.PageRequest;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One session by its address; says so when there is no such session.
@Route(value = "sessions/:id", layout = MainLayout.class)
public class ChatView extends Div implements Framed, BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLACE = Pattern.compile("(\\d{1,15})\\.(\\d{1,15})");

    private final transient Texts texts = Texts.of(getLocale());
    private final transient SessionService sessions;
    private final transient SessionPages pages;
    private String sessionId = "";
    private String title = "";
    private transient Optional<SessionPage> page = Optional.empty();

    public ChatView(SessionService sessions, SessionPages pages) {
        this.sessions = sessions;
        this.pages = pages;
        addClassName("holder");
    }

    @Override
    public String sessionId() {
        return sessionId;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String wanted = event.getRouteParameters().get("id").orElse("");
        Optional<PageRequest.Position> place = place(event.getLocation().getQueryParameters());
        if (wanted.equals(sessionId)) {
            place.ifPresent(it -> page.ifPresent(open -> open.goTo(it)));
            want(event.getLocation().getQueryParameters());
            return;
        }
        sessionId = wanted;
        removeAll();
        page = Optional.empty();
        if (sessions.resolve(Viewer.current().namespace(), wanted)
                instanceof SessionLookup.Found found) {
            SessionPage open = pages.open(found.key(), place);
            title = open.title();
            add(open);
            page = Optional.of(open);
            want(event.getLocation().getQueryParameters());
        } else {
            title = texts.text("page.missing.title");
            add(new DeadEnd(texts, texts.text("page.missing.title"), texts.text("chat.gone")));
        }
    }

    /// `request` is the id of a request, of a notice that was tapped.
    private void want(QueryParameters query) {
        query.getSingleParameter("request")
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> page.ifPresent(open -> open.want(it)));
    }

    /// `at` is the time and the number of a message, with a dot between.
    private static Optional<PageRequest.Position> place(QueryParameters query) {
        return query.getSingleParameter("at")
                .map(PLACE::matcher)
                .filter(Matcher::matches)
                .map(it ->
                        new PageRequest.Position(
                                Long.parseLong(it.group(1)), Long.parseLong(it.group(2))));
    }

    @Override
    public String getPageTitle() {
        return title + " · " + texts.text("app.name");
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
