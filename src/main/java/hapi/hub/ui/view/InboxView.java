package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import hapi.hub.machine.MachineService;
import hapi.hub.permission.PermissionService;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.inbox.InboxFeed;
import hapi.hub.ui.inbox.RecentWords;
import hapi.hub.ui.text.Texts;
import tools.jackson.databind.node.ObjectNode;

/// What needs a person, of all sessions, one request at a time; where one arrives.
@Route(value = "inbox", layout = MainLayout.class)
@RouteAlias(value = "", layout = MainLayout.class)
public class InboxView extends Div implements Framed, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    @Tag("hapi-inbox")
    @JsModule("./hapi/inbox/hapi-inbox.ts")
    static final class Inbox extends Component implements InboxFeed.View {
        private static final long serialVersionUID = 1L;

        @Override
        public void reset(ObjectNode all) {
            getElement().callJsFunction("reset", all);
        }

        @Override
        public void patch(ObjectNode changes) {
            getElement().callJsFunction("patch", changes);
        }
    }

    public InboxView(
            SessionService sessions,
            PermissionService permissions,
            MachineService machines,
            RecentWords recent,
            UiBridge bridge) {
        addClassName("holder");
        Inbox inbox = new Inbox();
        Viewer viewer = Viewer.current();
        bridge.connect(
                inbox,
                viewer.namespace(),
                new InboxFeed(
                        viewer.namespace(), sessions, permissions, machines, recent, texts, inbox));
        add(inbox);
    }

    @Override
    public String getPageTitle() {
        return texts.text("inbox.title") + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return InboxView.class;
    }
}
