package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.ui.text.Texts;
import jakarta.servlet.http.HttpServletResponse;

/// An address that leads nowhere: says so, and shows the way back.
public class NotFoundView extends Div implements HasErrorParameter<NotFoundException> {
    private static final long serialVersionUID = 1L;

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> error) {
        Texts texts = Texts.of(getLocale());
        addClassName("empty");
        add(
                new Paragraph(texts.text("page.missing")),
                new RouterLink(texts.text("chat.toList"), SessionsView.class));
        return HttpServletResponse.SC_NOT_FOUND;
    }
}
