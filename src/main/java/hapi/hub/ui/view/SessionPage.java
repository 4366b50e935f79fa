package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import hapi.hub.chat.VisibleText;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ResumeResult;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.chat.ChatFeed;
import hapi.hub.ui.chat.ChatScreen;
import hapi.hub.ui.chat.OpenChats;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// One session: head, chat, requests, composer.
class SessionPage extends Div {
    private static final long serialVersionUID = 1L;

    private final transient Texts texts = Texts.of(getLocale());
    private final Isolated title = new Isolated("");
    private final Paragraph subtitle = new Paragraph();
    private final ChatElements.Chat chat;
    private final ChatElements.Dock dock;
    private final ChatElements.Composer composer;
    private final transient ChatFeed feed;
    private final transient UiBridge.Link link;
    private final transient Supplier<Optional<CompletableFuture<ResumeResult>>> restart;

    SessionPage(SessionKey key, Optional<PageRequest.Position> place, SessionPages parts) {
        addClassName("chatview");
        String id = key.id().value();
        feed =
                new ChatFeed(
                        key,
                        parts.sessions(),
                        parts.messages(),
                        parts.permissions(),
                        parts.machines(),
                        texts,
                        new View());
        place.ifPresent(feed::aimAt);
        link = parts.bridge().connect(this, key.namespace(), feed);
        restart = () -> parts.restarts().of(key);
        String word = OpenChats.newWord();
        addAttachListener(_ -> parts.chats().open(word, key.namespace(), feed, link));
        addDetachListener(_ -> parts.chats().close(word));
        chat = new ChatElements.Chat(id, word);
        dock = new ChatElements.Dock(id);
        composer = new ChatElements.Composer(id);
        RouterLink back = new RouterLink(SessionsView.class);
        back.addClassName("back");
        back.getElement().setAttribute("aria-label", texts.text("chat.back"));
        back.add(new Icon("back"));
        Header head =
                new Header(
                        back,
                        new Div(new H1(title), subtitle),
                        tool(FilesView.class, id, "files"),
                        tool(TerminalView.class, id, "terminal"));
        head.addClassName("chathead");
        parts.sessions().summary(key).ifPresent(it -> title.setText(SessionWords.title(it, texts)));
        add(head, chat, dock, composer);
    }

    private RouterLink tool(Class<? extends Component> view, String id, String name) {
        RouterLink link = new RouterLink(view, new RouteParameters("id", id));
        link.addClassName("tool");
        link.getElement().setAttribute("aria-label", texts.text(name + ".title"));
        link.add(new Icon(name));
        return link;
    }

    String title() {
        return title.getText();
    }

    /// Brings the request to the front that the person came for.
    void want(String request) {
        dock.want(request);
    }

    /// Shows another place of its chat.
    void goTo(PageRequest.Position place) {
        link.work(() -> link.apply(() -> feed.goTo(place)));
    }

    /// The session is no more: its chat goes on in another one, or is over.
    private void follow(ResumeResult end) {
        if (end instanceof ResumeResult.Running(SessionKey now, _)) {
            getUI().ifPresent(ui -> ui.navigate("sessions/" + now.id().value()));
        } else {
            removeAll();
            add(new DeadEnd(texts, texts.text("page.gone.title"), texts.text("page.gone")));
        }
    }

    private final class View implements ChatScreen {
        private List<String> shown = List.of();

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
        }

        @Override
        public void head(SessionSummary session, Optional<String> machine) {
            String now = SessionWords.title(session, texts);
            if (!now.equals(title.getText())) {
                title.setText(now);
                getUI().ifPresent(
                                ui -> ui.getPage().setTitle(now + " · " + texts.text("app.name")));
            }
            showSubtitle(subtitle(session, machine));
        }

        private void showSubtitle(List<String> words) {
            if (words.equals(shown)) {
                return;
            }
            shown = words;
            subtitle.removeAll();
            for (int i = 0; i < words.size(); i++) {
                if (i > 0) {
                    subtitle.add(" · ");
                }
                subtitle.add(new Isolated(words.get(i)));
            }
        }

        private List<String> subtitle(SessionSummary session, Optional<String> machine) {
            List<String> words = new ArrayList<>();
            SessionSummary.Details details = session.metadata();
            words.add(FlavorSpec.of(details == null ? null : details.flavor()).label());
            if (details != null) {
                words.add(SessionSummary.lastSegment(details.path()));
                words.add(machine.orElse(details.host()));
            }
            words.removeIf(String::isBlank);
            words.replaceAll(VisibleText::of);
            return words;
        }

        @Override
        public void gone() {
            restart.get()
                    .ifPresentOrElse(
                            end -> end.thenAccept(it -> link.show(() -> follow(it))),
                            () -> follow(new ResumeResult.Gone()));
        }
    }
}
