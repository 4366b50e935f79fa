package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.ui.text.Texts;

/// The list alone; on a wide screen the place beside it is empty.
@Route(value = "sessions", layout = MainLayout.class)
public class SessionsView extends Div implements Framed, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    public SessionsView() {
        addClassName("empty");
        add(new Paragraph(texts.text("sessions.pick")));
    }

    @Override
    public String getPageTitle() {
        return texts.text("sessions.title") + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return SessionsView.class;
    }

    @Override
    public Pane pane() {
        return Pane.LIST;
    }
}
