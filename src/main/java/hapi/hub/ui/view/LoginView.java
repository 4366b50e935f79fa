package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.ui.text.Texts;
import java.util.List;

/// Asks for the access token. The form is a plain one: its answer sets the cookie.
@Route("login")
@JsModule("./hapi/base/fonts.ts")
public class LoginView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final SignIn form = new SignIn();

    @Tag("hapi-sign-in")
    @JsModule("./hapi/signin/hapi-sign-in.ts")
    static class SignIn extends Component {
        private static final long serialVersionUID = 1L;

        /// `failed` is `wrong`, `slow` or empty.
        void show(String next, String failed) {
            getElement().setProperty("next", next).setProperty("failed", failed);
        }
    }

    public LoginView() {
        addClassNames("page", "login");
        add(form);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var query = event.getLocation().getQueryParameters();
        form.show(
                query.getSingleParameter("next").orElse("/"),
                query.getSingleParameter("failed")
                        .filter(List.of("wrong", "slow")::contains)
                        .orElse(""));
    }

    @Override
    public String getPageTitle() {
        return texts.text("login.signIn") + " · " + texts.text("app.name");
    }
}
