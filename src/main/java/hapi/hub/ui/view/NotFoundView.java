package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import hapi.hub.ui.text.Texts;
import jakarta.servlet.http.HttpServletResponse;

/// An address that leads nowhere: says so inside the frame, and shows the ways on.
@ParentLayout(MainLayout.class)
public class NotFoundView extends Div
        implements HasErrorParameter<NotFoundException>, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> error) {
        removeAll();
        addClassName("holder");
        add(new DeadEnd(texts, texts.text("page.missing.title"), texts.text("page.missing")));
        return HttpServletResponse.SC_NOT_FOUND;
    }

    @Override
    public String getPageTitle() {
        return texts.text("page.missing.title") + " · " + texts.text("app.name");
    }
}
