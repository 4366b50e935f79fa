package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.session.SessionService;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.SessionsFeed;
import hapi.hub.ui.sessions.StartsFeed;
import hapi.hub.ui.text.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The frame: the list beside what is open, or one of both on a phone, and the bar below.
@NpmPackage(value = "@fontsource-variable/inter", version = "5.2.8")
@NpmPackage(value = "@fontsource-variable/jetbrains-mono", version = "5.2.8")
@JsModule("./hapi/fonts.ts")
public class MainLayout extends Div implements RouterLayout, AfterNavigationObserver {
    private static final long serialVersionUID = 1L;

    private final SessionsElement list;
    private final transient UiBridge.Link link;
    private final Main detail = new Main();
    private final Span badge = new Span();
    private final Span failedStarts = new Span();
    private final Map<Class<? extends Component>, RouterLink> links = new LinkedHashMap<>();

    /// What is above the panes while the hub cannot be reached.
    @Tag("hapi-connection")
    @JsModule("./hapi/connection.ts")
    static class Connection extends Component {
        private static final long serialVersionUID = 1L;
    }

    public MainLayout(
            SessionService sessions,
            PermissionService permissions,
            MachineService machines,
            SessionStarter starter,
            UiBridge bridge) {
        Texts texts = Texts.of(getLocale());
        addClassName("shell");
        Viewer viewer = Viewer.current();
        list =
                new SessionsElement(
                        new RowActions(
                                sessions, viewer, bridge::work, bridge::later, texts, this::tell));
        Aside aside = new Aside(list);
        aside.addClassName("list");
        detail.addClassName("detail");
        badge.addClassName("badge");
        badge.setVisible(false);
        failedStarts.addClassName("badge");
        failedStarts.setVisible(false);
        add(new Connection(), aside, detail, bar(texts));
        SessionsFeed feed =
                new SessionsFeed(
                        Viewer.current().namespace(),
                        sessions,
                        permissions,
                        machines,
                        texts,
                        new ListView());
        link = bridge.connect(list, Viewer.current().namespace(), feed);
        bridge.connect(
                detail,
                viewer.namespace(),
                new StartsFeed(() -> starter.open(viewer.namespace()), this::show));
    }

    private void tell(String words) {
        link.show(() -> list.fault(words));
    }

    /// How many starts failed; what became of their prompts is on the page behind the link.
    private void show(List<OpenStart> open) {
        long failed = open.stream().filter(start -> start.failure() != null).count();
        failedStarts.setText(String.valueOf(failed));
        failedStarts.setVisible(failed > 0);
    }

    private Nav bar(Texts texts) {
        Nav bar = new Nav();
        bar.addClassName("bar");
        bar.setAriaLabel(texts.text("nav.label"));
        bar.add(
                link(SessionsView.class, "sessions", texts.text("nav.sessions")),
                link(NewSessionView.class, "plus", texts.text("nav.new")),
                link(SettingsView.class, "settings", texts.text("nav.settings")));
        links.get(SessionsView.class).add(badge);
        links.get(NewSessionView.class).add(failedStarts);
        return bar;
    }

    private RouterLink link(Class<? extends Component> view, String icon, String words) {
        RouterLink link = new RouterLink(view);
        link.add(new Icon(icon), new Span(words));
        links.put(view, link);
        return link;
    }

    @Override
    public void showRouterLayoutContent(HasElement content) {
        detail.getElement().appendChild(content.getElement());
    }

    @Override
    public void removeRouterLayoutContent(@Nullable HasElement content) {
        detail.getElement().removeAllChildren();
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        Component open = (Component) event.getActiveChain().getFirst();
        String pane =
                switch (open) {
                    case SessionsView _ -> "list";
                    case ChatView _ -> "chat";
                    default -> "page";
                };
        getElement().setAttribute("data-pane", pane);
        list.setCurrent(open instanceof ChatView chat ? chat.sessionId() : "");
        links.forEach((view, link) -> {
            if (view.isInstance(open) || view == SessionsView.class && open instanceof ChatView) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }

    private final class ListView implements SessionsFeed.View {
        @Override
        public void reset(ObjectNode all) {
            list.reset(all);
        }

        @Override
        public void patch(ObjectNode changes) {
            list.patch(changes);
        }

        @Override
        public void needs(int count) {
            badge.setText(String.valueOf(count));
            badge.setVisible(count > 0);
        }
    }
}
