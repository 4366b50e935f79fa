package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.ui.text.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entries of the frame: below on a phone, at the side when it lies.
class TabBar extends Nav {
    private static final long serialVersionUID = 1L;

    private final Span badge = new Span();
    private final Map<Class<? extends Component>, RouterLink> links = new LinkedHashMap<>();

    TabBar(Texts texts) {
        addClassName("bar");
        setAriaLabel(texts.text("nav.label"));
        badge.addClassName("badge");
        badge.setVisible(false);
        entry(InboxView.class, "inbox", texts.text("nav.inbox")).add(badge);
        entry(SessionsView.class, "sessions", texts.text("nav.sessions"));
        entry(MachinesView.class, "machines", texts.text("nav.machines"));
        entry(SettingsView.class, "settings", texts.text("nav.settings"));
    }

    private RouterLink entry(Class<? extends Component> view, String icon, String words) {
        RouterLink link = new RouterLink(view);
        link.add(new Icon(icon), new Span(words));
        links.put(view, link);
        add(link);
        return link;
    }

    /// How many requests wait.
    void needs(int count) {
        badge.setText(String.valueOf(count));
        badge.setVisible(count > 0);
    }

    /// Null for a page without an entry.
    void setCurrent(@Nullable Class<? extends Component> view) {
        links.forEach((entry, link) -> {
            if (entry == view) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }
}
