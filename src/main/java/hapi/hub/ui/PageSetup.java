package hapi.hub.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import hapi.hub.auth.Grant;
import hapi.hub.auth.PageCookies;
import hapi.hub.ui.text.Texts;
import hapi.hub.ui.view.LoginView;
import hapi.protocol.json.Json;
import java.util.Optional;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.stereotype.Component;

/// Prepares each page before Vaadin shows it: texts and theme in the first bytes, nobody past the
/// login without a cookie, and no dead end when the server forgot the tab: it reloads, and address
/// and cookie make the same page again.
@Component
class PageSetup implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    private final transient PageCookies cookies;
    private final transient OpenPages pages;

    PageSetup(PageCookies cookies, OpenPages pages) {
        this.cookies = cookies;
        this.pages = pages;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(PageSetup::prepare);
        event.getSource().setSystemMessagesProvider(_ -> silent());
        // The first answer holds the view already, which saves turns of a slow line. Who is not
        // signed in gets a form that the browser may send before the page is awake.
        event.getSource().setBootstrapInitialPredicate(request -> grant(request).isPresent());
        event.getSource()
                .addUIInitListener(init -> {
                    UI ui = init.getUI();
                    speak(ui);
                    calm(ui);
                    ui.addBeforeEnterListener(this::guard);
                });
    }

    private static void calm(UI ui) {
        // The page says itself when the hub is away; a socket that closed is opened again soon.
        ui.getPushConfiguration().setParameter("reconnectInterval", "1000");
        // Else it writes a dozen lines, each with the date, to the console for every push: a tenth
        // of the time of a busy tab. At "error" it calls everything an error, a line that is tried
        // again among it.
        ui.getPushConfiguration().setParameter("logLevel", "info");
    }

    /// Without a notification the client reloads at once.
    private static CustomizedSystemMessages silent() {
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(false);
        messages.setInternalErrorNotificationEnabled(false);
        messages.setSyncErrorNotificationEnabled(false);
        return messages;
    }

    /// The views' texts are chosen once, when the tab comes.
    private static void speak(UI ui) {
        VaadinRequest request = VaadinRequest.getCurrent();
        if (request != null) {
            Preferences chosen = Preferences.of(request.getCookies(), request.getLocale());
            ui.setLocale(chosen.texts().language());
        }
    }

    private void guard(BeforeEnterEvent event) {
        // The hub's own step to another view, such as to a session that has started, comes without
        // a request and so without a cookie: the tab is still whose it was.
        if (VaadinRequest.getCurrent() == null && Viewer.of(event.getUI()).isPresent()) {
            return;
        }
        Optional<Grant> grant = grant();
        if (grant.isPresent()) {
            String agent = VaadinRequest.getCurrent().getHeader("User-Agent");
            Viewer.set(event.getUI(), Viewer.of(grant.get().namespace(), agent));
            pages.hold(event.getUI(), grant.get());
        } else if (event.getNavigationTarget() != LoginView.class) {
            String next = "/" + event.getLocation().getPathWithQueryParameters();
            event.forwardTo(
                    LoginView.class, QueryParameters.of("next", next.replaceFirst("^/+", "/")));
        }
    }

    private Optional<Grant> grant() {
        return grant(VaadinRequest.getCurrent());
    }

    private Optional<Grant> grant(VaadinRequest from) {
        return from instanceof VaadinServletRequest request
                ? cookies.grant(request.getHttpServletRequest())
                : Optional.empty();
    }

    private static void prepare(IndexHtmlResponse response) {
        Document page = response.getDocument();
        VaadinRequest request = response.getVaadinRequest();
        Preferences chosen = Preferences.of(request.getCookies(), request.getLocale());
        Texts texts = chosen.texts();
        Element root = page.child(0);
        root.attr("lang", texts.language().toLanguageTag());
        chosen.theme().ifPresent(theme -> root.attr("data-theme", theme));
        chosen.textPercent().ifPresent(percent -> root.attr("data-text", percent));
        page.title(texts.text("app.name"));
        for (String[] link :
                new String[][] {
                    {"icon", "icon.svg"},
                    {"apple-touch-icon", "icon-192.png"},
                    {"manifest", "manifest.webmanifest"}
                }) {
            page.head().appendElement("link").attr("rel", link[0]).attr("href", link[1]);
        }
        // Data, not a script: no browser runs it.
        page.head()
                .appendElement("script")
                .attr("type", "application/json")
                .attr("id", "hapi-texts")
                .appendChild(new DataNode(Json.write(texts.all()).replace("<", "\\u003c")));
        for (String[] color : new String[][] {{"light", "#fbfaf8"}, {"dark", "#111317"}}) {
            page.head()
                    .appendElement("meta")
                    .attr("name", "theme-color")
                    .attr("content", color[1])
                    .attr("media", "(prefers-color-scheme: " + color[0] + ")");
        }
        PagePolicy.fresh().apply(page, response.getVaadinResponse());
    }
}
