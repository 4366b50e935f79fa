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
import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
    private static final Set<String> THEMES = Set.of("light", "dark");

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
        event.getSource()
                .addUIInitListener(init -> {
                    UI ui = init.getUI();
                    ui.addBeforeEnterListener(this::guard);
                });
    }

    /// Without a notification the client reloads at once.
    private static CustomizedSystemMessages silent() {
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(false);
        messages.setInternalErrorNotificationEnabled(false);
        messages.setSyncErrorNotificationEnabled(false);
        return messages;
    }

    private void guard(BeforeEnterEvent event) {
        // The hub's own step to another view, such as to a session that has started, comes without
        // a request and so without a cookie: the tab is still whose it was.
        if (VaadinRequest.getCurrent() == null && Viewer.of(event.getUI()).isPresent()) {
            return;
        }
        Optional<Grant> grant = grant();
        if (grant.isPresent()) {
            Viewer.set(event.getUI(), new Viewer(grant.get().namespace(), device()));
            pages.hold(event.getUI(), grant.get());
        } else if (event.getNavigationTarget() != LoginView.class) {
            String next = "/" + event.getLocation().getPathWithQueryParameters();
            event.forwardTo(
                    LoginView.class, QueryParameters.of("next", next.replaceFirst("^/+", "/")));
        }
    }

    private Optional<Grant> grant() {
        return VaadinRequest.getCurrent() instanceof VaadinServletRequest request
                ? cookies.grant(request.getHttpServletRequest())
                : Optional.empty();
    }

    private static String device() {
        String agent = String.valueOf(VaadinRequest.getCurrent().getHeader("User-Agent"));
        return agent.contains("Mobi") || agent.contains("Android") ? Viewer.PHONE : Viewer.DESKTOP;
    }

    private static void prepare(IndexHtmlResponse response) {
        Document page = response.getDocument();
        Locale wanted = response.getVaadinRequest().getLocale();
        Texts texts = Texts.of(wanted == null ? Locale.ENGLISH : wanted);
        Element root = page.child(0);
        root.attr("lang", texts.language().toLanguageTag());
        theme(response.getVaadinRequest()).ifPresent(theme -> root.attr("data-theme", theme));
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

    private static Optional<String> theme(VaadinRequest request) {
        Cookie[] all = request.getCookies();
        if (all == null) {
            return Optional.empty();
        }
        for (Cookie cookie : all) {
            if (cookie.getName().equals("hapi-theme") && THEMES.contains(cookie.getValue())) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
