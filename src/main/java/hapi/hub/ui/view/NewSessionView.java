package hapi.hub.ui.view;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import hapi.hub.start.OpenStart;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.sessions.SessionStarter;
import hapi.hub.ui.sessions.StartsFeed;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.rpc.MachineCalls.SpawnParams;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Where, with whom, what: the form asks and acts by itself; starts whose prompt is kept are shown
/// below it.
@Route(value = "new", layout = MainLayout.class)
@RouteAlias(value = "sessions/new", layout = MainLayout.class)
public class NewSessionView extends Div implements Framed, BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    /// An address holds less; whoever shares a book wants another way.
    private static final int MAX_SHARED = 20_000;

    private final transient Viewer viewer = Viewer.current();
    private final transient Texts texts = Texts.of(getLocale());
    private final transient SessionStarter starter;
    private final transient UiBridge bridge;
    private final Form form = new Form();

    @Tag("hapi-start")
    @JsModule("./hapi/start/hapi-start.ts")
    static final class Form extends Component {
        private static final long serialVersionUID = 1L;

        /// The folder that somebody came from.
        void folder(String path) {
            getElement().setProperty("folder", path);
        }

        /// Words for the prompt, behind those that stand there.
        void share(String words) {
            getElement().callJsFunction("share", words);
        }

        void reuse(ObjectNode start) {
            getElement().callJsFunction("reuse", start);
        }

        void show(OpenStarts open) {
            getElement().appendChild(open.getElement());
        }
    }

    public NewSessionView(SessionStarter starter, UiBridge bridge) {
        this.starter = starter;
        this.bridge = bridge;
        addClassNames("page", "starting");
        OpenStarts open = new OpenStarts(texts, new StartActions());
        form.show(open);
        add(new Header(new H1(texts.text("new.title"))), form);
        bridge.connect(
                open,
                viewer.namespace(),
                new StartsFeed(() -> starter.open(viewer.namespace()), open::show));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.getLocation()
                .getQueryParameters()
                .getSingleParameter("directory")
                .filter(path -> !path.isBlank())
                .ifPresent(form::folder);
        String shared = shared(event.getLocation().getQueryParameters());
        if (!shared.isEmpty()) {
            form.share(shared);
        }
    }

    /// What another app shares: its title, its words and its address, each on a line of its own and
    /// none twice. Text, whatever it says.
    static String shared(QueryParameters query) {
        String words =
                Stream.of("title", "text", "url")
                        .flatMap(name -> query.getSingleParameter(name).stream())
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return words.length() > MAX_SHARED ? words.substring(0, MAX_SHARED) : words;
    }

    private final class StartActions implements OpenStarts.Actions {
        @Override
        public void reuse(OpenStart start) {
            SpawnParams params = start.params();
            form.reuse(
                    Json.object()
                            .put("id", start.id())
                            .put("prompt", start.prompt())
                            .put("machine", start.machineId())
                            .put("folder", params.directory())
                            .put("agent", params.agent())
                            .put("mode", params.permissionMode())
                            .put("model", params.model())
                            .put("effort", effort(params))
                            .put("worktree", "worktree".equals(params.sessionType())));
        }

        private static @Nullable String effort(SpawnParams params) {
            return params.effort() == null ? params.modelReasoningEffort() : params.effort();
        }

        @Override
        public void forget(OpenStart start) {
            bridge.work(() -> starter.forget(viewer.namespace(), start.id(), viewer.origin()));
        }
    }

    @Override
    public String getPageTitle() {
        return texts.text("new.title") + " · " + texts.text("app.name");
    }

    @Override
    public Class<? extends Component> entry() {
        return SessionsView.class;
    }
}
