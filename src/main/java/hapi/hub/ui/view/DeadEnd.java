package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.ui.text.Texts;

/// Says that there is nothing here, and the ways on.
class DeadEnd extends Div {
    private static final long serialVersionUID = 1L;

    DeadEnd(Texts texts, String title, String words) {
        addClassNames("empty", "dead-end");
        RouterLink inbox = new RouterLink(texts.text("nav.inbox"), InboxView.class);
        RouterLink list = new RouterLink(texts.text("chat.toList"), SessionsView.class);
        add(new H1(title), new Paragraph(words), new Div(list, inbox));
    }
}
