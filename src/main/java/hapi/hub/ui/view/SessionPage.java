package hapi.hub.ui.view;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.chat.ChatFeed;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/// One session: head, chat, requests, composer.
class SessionPage extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final H1 title = new H1();
    private final Paragraph subtitle = new Paragraph();
    private final ChatElements.Chat chat;
    private final ChatElements.Dock dock;
    private final ChatElements.Composer composer;
    private final transient BooleanSupplier isFollowing;

    SessionPage(SessionKey key, SessionPages parts) {
        addClassName("chatview");
        String id = key.id().value();
        ChatFeed feed =
                new ChatFeed(
                        key,
                        parts.sessions(),
                        parts.messages(),
                        parts.permissions(),
                        texts,
                        new View());
        UiBridge.Link link = parts.bridge().connect(this, key.namespace(), feed);
        SessionActions actions =
                new SessionActions(
                        key, Viewer.current(), parts, feed, link, texts, this::failed, this::moved);
        isFollowing = actions::isStarting;
        chat = new ChatElements.Chat(id, actions);
        dock = new ChatElements.Dock(actions);
        composer = new ChatElements.Composer(id, actions);
        RouterLink back = new RouterLink(SessionsView.class);
        back.addClassName("back");
        back.getElement().setAttribute("aria-label", texts.text("chat.back"));
        back.add(new Icon("back"));
        Header head = new Header(back, new Div(title, subtitle));
        head.addClassName("chathead");
        parts.sessions().summary(key).ifPresent(it -> title.setText(SessionWords.title(it, texts)));
        add(head, chat, dock, composer);
    }

    String title() {
        return title.getText();
    }

    /// Something that this browser asked for did not work.
    private void failed(String words) {
        composer.failed(words);
    }

    /// The chat goes on in another session.
    private void moved(SessionKey now) {
        getUI().ifPresent(ui -> ui.navigate("sessions/" + now.id().value()));
    }

    private final class View implements ChatFeed.View {
        private boolean wasActive;

        @Override
        public void reset(ObjectNode window) {
            chat.reset(window);
        }

        @Override
        public void patch(ObjectNode changes) {
            chat.patch(changes);
        }

        @Override
        public void asks(ObjectNode asks) {
            dock.show(asks);
        }

        @Override
        public void state(ObjectNode state) {
            composer.show(state);
            boolean isActive = state.path("active").asBoolean(false);
            if (isActive && !wasActive) {
                composer.resend();
            }
            wasActive = isActive;
        }

        @Override
        public void head(Session session, Optional<SessionSummary> summary) {
            summary.ifPresent(it -> {
                String now = SessionWords.title(it, texts);
                if (!now.equals(title.getText())) {
                    title.setText(now);
                    getUI().ifPresent(ui ->
                            ui.getPage().setTitle(now + " · " + texts.text("app.name")));
                }
                subtitle.setText(String.join(" · ", subtitle(it)));
            });
        }

        private List<String> subtitle(SessionSummary session) {
            List<String> words = new ArrayList<>();
            SessionSummary.Details details = session.metadata();
            words.add(FlavorSpec.of(details == null ? null : details.flavor()).label());
            if (details != null) {
                words.add(SessionWords.lastSegment(details.path()));
                words.add(details.host());
            }
            words.removeIf(String::isBlank);
            return words;
        }

        @Override
        public void gone() {
            if (!isFollowing.getAsBoolean()) {
                getUI().ifPresent(ui -> ui.navigate(SessionsView.class));
            }
        }
    }
}
