package hapi.hub.ui.bridge;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import hapi.hub.events.EventSpine;
import hapi.hub.scope.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/// Connects feeds with the elements that show them. The one place that touches a UI from a thread
/// that does not serve its request.
///
/// A feed is loaded and shown whole on every attach; then events are applied as they come and shown
/// at most 15 times a second. While the browser is away nothing is sent, and everything once when
/// it is back.
@Service
public class UiBridge {
    private final EventSpine spine;
    private final Executor workers;
    private final Clock clock;

    UiBridge(
            EventSpine spine, @Qualifier("applicationTaskExecutor") Executor workers, Clock clock) {
        this.spine = spine;
        this.workers = workers;
        this.clock = clock;
    }

    /// Shows the feed while the element is attached. Call once, before the element is attached.
    public Link connect(Component element, Namespace namespace, Feed feed) {
        LiveLink link = new LiveLink(namespace, feed);
        element.addAttachListener(event -> link.open(event.getUI()));
        element.addDetachListener(event -> link.close());
        return link;
    }

    /// A feed's connection with its element.
    public interface Link {
        /// Runs work that waits (a call to a CLI) off the UI.
        void work(Runnable work);

        /// Runs a change of the feed, one at a time with its own methods; what changed is shown
        /// soon after. For work that is off the UI already.
        void apply(Runnable change);

        /// Runs a task with the UI's lock, when the element is on the screen.
        void show(Runnable task);

        /// Reads the feed at once, on this thread.
        <T> T read(Supplier<T> read);
    }

    /// Runs work that waits off the UI and hands its result over with the UI's lock, when the owner
    /// is still on the screen then.
    public <T> void ask(Component owner, Supplier<T> work, Consumer<T> show) {
        Optional<UI> ui = owner.getUI();
        if (ui.isEmpty()) {
            return;
        }
        Screen screen = new UiScreen(ui.get());
        workers.execute(() -> {
            T result = work.get();
            screen.access(() -> {
                if (owner.isAttached()) {
                    show.accept(result);
                }
            });
        });
    }

    /// Runs work that waits off the UI.
    public void work(Runnable work) {
        workers.execute(work);
    }

    /// Runs work off the UI after a while, whatever becomes of the tab.
    public void later(Duration delay, Runnable work) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, workers)
                .execute(work);
    }

    private final class LiveLink implements Link {
        private final Namespace namespace;
        private final Feed feed;
        private volatile Subscriber current = Subscriber.NONE;

        private LiveLink(Namespace namespace, Feed feed) {
            this.namespace = namespace;
            this.feed = feed;
        }

        private void open(UI ui) {
            current.close();
            Screen screen = new UiScreen(ui);
            Subscriber next =
                    new Subscriber(
                            feed,
                            screen,
                            (delay, task) ->
                                    CompletableFuture.delayedExecutor(
                                                    delay.toMillis(),
                                                    TimeUnit.MILLISECONDS,
                                                    workers)
                                            .execute(task),
                            clock);
            current = next;
            next.open(spine, namespace);
        }

        private void close() {
            current.close();
            current = Subscriber.NONE;
        }

        @Override
        public void work(Runnable work) {
            workers.execute(work);
        }

        @Override
        public void apply(Runnable change) {
            current.change(change);
        }

        @Override
        public void show(Runnable task) {
            current.tell(task);
        }

        @Override
        public <T> T read(Supplier<T> read) {
            return current.read(read);
        }
    }

    /// How long at least between two shows.
    static Duration gap() {
        return Duration.ofMillis(66);
    }
}
