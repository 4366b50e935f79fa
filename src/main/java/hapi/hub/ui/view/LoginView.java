package hapi.hub.ui.view;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import hapi.hub.ui.text.Texts;
import java.util.List;

/// Asks for the access token. The form is a plain one: its answer sets the cookie.
@Route("login")
@JsModule("./hapi/fonts.ts")
public class LoginView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final PasswordField token = new PasswordField(texts.text("login.token"));
    private final Element next = new Element("input");

    public LoginView() {
        addClassNames("page", "login");
        token.addClassName("field");
        token.getElement().setAttribute("name", "token");
        token.getElement().setAttribute("autocomplete", "current-password");
        token.setAutofocus(true);
        token.setRequired(true);
        Checkbox remember = new Checkbox(texts.text("login.remember"), true);
        remember.getElement().setAttribute("name", "remember");
        next.setAttribute("type", "hidden").setAttribute("name", "next");
        NativeButton signIn = new NativeButton(texts.text("login.signIn"));
        signIn.getElement().setAttribute("type", "submit");
        signIn.addClassName("primary");
        Element form = new Element("form");
        form.setAttribute("method", "post").setAttribute("action", "sign-in");
        form.appendChild(token.getElement(), remember.getElement(), next, signIn.getElement());
        Div words = new Div(new H1(texts.text("app.name")), hint("app.tagline"));
        words.getElement().appendChild(form);
        words.add(hint("login.hint"));
        add(words);
    }

    private Paragraph hint(String key) {
        Paragraph hint = new Paragraph(texts.text(key));
        hint.addClassName("hint");
        return hint;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var query = event.getLocation().getQueryParameters();
        next.setAttribute("value", query.getSingleParameter("next").orElse("/"));
        query.getSingleParameter("failed")
                .filter(List.of("wrong", "slow")::contains)
                .ifPresent(why -> {
                    token.setErrorMessage(texts.text("login.failed." + why));
                    token.setInvalid(true);
                });
    }

    @Override
    public String getPageTitle() {
        return texts.text("login.signIn") + " · " + texts.text("app.name");
    }
}
