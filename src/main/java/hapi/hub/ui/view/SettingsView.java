package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.ui.text.Texts;
import java.util.Optional;

/// What a person may set for this browser, and the way out.
@Route(value = "settings", layout = MainLayout.class)
public class SettingsView extends Div implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    /// Light or dark; the browser's own matter.
    @Tag("hapi-appearance")
    @JsModule("./hapi/hapi-appearance.ts")
    static class Appearance extends Component {
        private static final long serialVersionUID = 1L;
    }

    public SettingsView() {
        addClassName("page");
        add(
                new Header(new H1(texts.text("settings.title"))),
                new H2(texts.text("settings.theme")),
                new Appearance(),
                new H2(texts.text("settings.about")),
                about(),
                signOut());
    }

    private Paragraph about() {
        String version =
                Optional.ofNullable(SettingsView.class.getPackage().getImplementationVersion())
                        .orElse("-");
        Paragraph about =
                new Paragraph(
                        texts.text("settings.about.text", version)
                                + " "
                                + texts.text("settings.about.source"));
        about.addClassName("hint");
        return about;
    }

    private Div signOut() {
        NativeButton button = new NativeButton(texts.text("settings.signOut"));
        button.getElement().setAttribute("type", "submit");
        button.addClassName("danger");
        Element form = new Element("form");
        form.setAttribute("method", "post").setAttribute("action", "sign-out");
        form.appendChild(button.getElement());
        Div box = new Div();
        box.addClassName("way-out");
        box.getElement().appendChild(form);
        return box;
    }

    @Override
    public String getPageTitle() {
        return texts.text("settings.title") + " · " + texts.text("app.name");
    }
}
