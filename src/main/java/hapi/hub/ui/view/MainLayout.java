package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.RouterLayout;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespace;
import hapi.hub.session.SessionService;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.Tabs;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.inbox.NeedsFeed;
import hapi.hub.ui.notices.ToastFeed;
import hapi.hub.ui.sessions.RowFacts;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.SessionsFeed;
import hapi.hub.ui.sessions.StartsFeed;
import hapi.hub.ui.text.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The frame: the list beside what is open, or one of both on a phone, and the bar below.
@NpmPackage(value = "@fontsource-variable/inter", version = "5.2.8")
@NpmPackage(value = "@fontsource-variable/jetbrains-mono", version = "5.2.8")
@JsModule("./hapi/base/fonts.ts")
public class MainLayout extends Div implements RouterLayout, AfterNavigationObserver {
    private static final long serialVersionUID = 1L;

    private final SessionsElement list = new SessionsElement();
    private final Div detail = new Div();
    private final TabBar bar;
    private final NeedsElement needs = new NeedsElement();
    private final ToastElement toast = new ToastElement();

    /// What is above the panes while the hub cannot be reached.
    @Tag("hapi-connection")
    @JsModule("./hapi/base/connection.ts")
    static class Connection extends Component {
        private static final long serialVersionUID = 1L;

        Connection(Tabs tabs, Namespace namespace) {
            String tab =
                    tabs.name(
                            this,
                            namespace,
                            number -> getElement().callJsFunction("beat", (double) number));
            getElement().setProperty("tab", tab);
        }
    }

    public MainLayout(
            SessionService sessions,
            PermissionService permissions,
            RowFacts facts,
            MachineService machines,
            SessionStarter starter,
            UiBridge bridge,
            Tabs tabs) {
        Texts texts = Texts.of(getLocale());
        addClassName("shell");
        Viewer viewer = Viewer.current();
        bar = new TabBar(texts);
        Section sessionList = new Section(list);
        sessionList.addClassName("list");
        // One main for both: a phone shows one of them only.
        Main panes = new Main(sessionList, detail);
        panes.addClassName("panes");
        detail.addClassName("detail");
        add(new Connection(tabs, viewer.namespace()), panes, bar, needs, toast);
        SessionsFeed feed =
                new SessionsFeed(viewer.namespace(), facts, machines, texts, new ListView());
        bridge.connect(list, viewer.namespace(), feed);
        bridge.connect(
                detail,
                viewer.namespace(),
                new StartsFeed(() -> starter.open(viewer.namespace()), this::show));
        bridge.connect(
                toast,
                viewer.namespace(),
                new ToastFeed(viewer.namespace(), sessions, texts, toast::show));
        bridge.connect(
                needs,
                viewer.namespace(),
                new NeedsFeed(viewer.namespace(), sessions, permissions, texts, this::needs));
    }

    private void needs(ObjectNode now) {
        int count = now.path("count").asInt();
        bar.needs(count);
        needs.show(now);
    }

    /// How many starts failed; what became of their prompts is on the page of new sessions.
    private void show(List<OpenStart> open) {
        list.setFailedStarts((int) open.stream().filter(start -> start.failure() != null).count());
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
        // A view that says nothing of itself is a page without an entry, such as "not found".
        Framed view = event.getActiveChain().getFirst() instanceof Framed framed ? framed : null;
        Framed.Pane pane = view == null ? Framed.Pane.PAGE : view.pane();
        getElement().setAttribute("data-pane", pane.word());
        list.setCurrent(view == null ? "" : view.sessionId());
        bar.setCurrent(view == null ? null : view.entry());
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
    }
}
