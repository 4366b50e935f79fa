package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.ui.text.Texts;
import java.util.Optional;

/// What a person may set for this browser, and the way out. All of it is the browser's own matter.
@Route(value = "settings", layout = MainLayout.class)
public class SettingsView extends Div implements Framed, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    @Tag("hapi-settings")
    @JsModule("./hapi/settings/hapi-settings.ts")
    static class Settings extends Component {
        private static final long serialVersionUID = 1L;

        Settings(String version) {
            getElement().setProperty("version", version);
        }
    }

    public SettingsView() {
        addClassName("page");
        String version =
                Optional.ofNullable(SettingsView.class.getPackage().getImplementationVersion())
                        .orElse("-");
        add(new Header(new H1(texts.text("settings.title"))), new Settings(version));
    }

    @Override
    public String getPageTitle() {
        return texts.text("settings.title") + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return SettingsView.class;
    }
}
