package hapi.hub.ui.view;

import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.ArchiveResult;
import hapi.hub.session.DeleteResult;
import hapi.hub.session.Pin;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.text.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a person does with a row of the list. Runs off the UI; what was asked for is done also when
/// the tab is closed meanwhile.
final class RowActions implements SessionsElement.Actions {
    private static final int MAX_NAME = 255;

    /// How long the end of a session waits for a change of mind.
    static final Duration UNDO = Duration.ofSeconds(6);

    /// Runs work after a while.
    interface Later {
        void run(Duration delay, Runnable work);
    }

    private final SessionService sessions;
    private final Namespace namespace;
    private final Origin origin;
    private final Executor workers;
    private final Later later;
    private final Texts texts;
    private final Consumer<String> fault;
    private final Map<String, Object> leaving = new ConcurrentHashMap<>();

    /// `fault` is told what did not work, in words; from any thread.
    RowActions(
            SessionService sessions,
            Viewer viewer,
            Executor workers,
            Later later,
            Texts texts,
            Consumer<String> fault) {
        this.sessions = sessions;
        this.namespace = viewer.namespace();
        this.origin = viewer.origin();
        this.workers = workers;
        this.later = later;
        this.texts = texts;
        this.fault = fault;
    }

    @Override
    public void rename(String id, String name) {
        String title = name.strip();
        if (!title.isEmpty() && title.length() <= MAX_NAME) {
            change(id, (key, from) -> sessions.rename(key, title, from));
        }
    }

    @Override
    public void pin(String id, boolean isPinned) {
        change(id, (key, from) -> sessions.pin(key, isPinned ? Pin.GLOBAL : Pin.NONE, from));
    }

    @Override
    public void archive(String id) {
        Object ticket = new Object();
        leaving.put(id, ticket);
        later.run(
                UNDO,
                () -> {
                    if (leaving.remove(id, ticket)) {
                        change(id, this::end);
                    }
                });
    }

    @Override
    public void keep(String id) {
        leaving.remove(id);
    }

    @Override
    public void remove(String id) {
        change(
                id,
                (key, from) -> {
                    if (sessions.delete(key, from) == DeleteResult.STILL_ACTIVE) {
                        fault.accept(texts.text("list.fault.running"));
                    }
                });
    }

    private void end(SessionKey key, Origin from) {
        if (sessions.archive(key, from) instanceof ArchiveResult.Failed(String message)) {
            fault.accept(texts.text("list.fault.archive", message));
        }
    }

    private void change(String id, BiConsumer<SessionKey, Origin> change) {
        workers.execute(() -> {
            if (sessions.resolve(namespace, id) instanceof SessionLookup.Found(SessionKey key)) {
                change.accept(key, origin);
            } else {
                fault.accept(texts.text("list.fault.gone"));
            }
        });
    }
}
