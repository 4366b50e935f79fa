package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.machine.MachineService;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.machines.MachinesFeed;
import hapi.hub.ui.text.Texts;
import tools.jackson.databind.node.ObjectNode;

/// The machines of a person: which are there, and what runs on them.
@Route(value = "machines", layout = MainLayout.class)
public class MachinesView extends Div implements Framed, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    @Tag("hapi-machines")
    @JsModule("./hapi/machines/hapi-machines.ts")
    static class Machines extends Component {
        private static final long serialVersionUID = 1L;

        void reset(ObjectNode all) {
            getElement().callJsFunction("reset", all);
        }
    }

    public MachinesView(MachineService machines, SessionService sessions, UiBridge bridge) {
        addClassName("page");
        Machines list = new Machines();
        add(new Header(new H1(texts.text("machines.title"))), list);
        bridge.connect(
                list,
                Viewer.current().namespace(),
                new MachinesFeed(
                        Viewer.current().namespace(), machines, sessions, texts, list::reset));
    }

    @Override
    public String getPageTitle() {
        return texts.text("machines.title") + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return MachinesView.class;
    }
}
