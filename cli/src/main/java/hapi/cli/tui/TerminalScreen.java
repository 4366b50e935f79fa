package hapi.cli.tui;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The remote screen on a real terminal: draws a [RemoteView] and reads its keys.
///
/// INVARIANT: while the screen is closed nothing here reads from the terminal, so that the agent's
/// own screen gets every key; the reader polls and never stays in a blocking read. Its polls also
/// notice a new size of the window and a new state of the connection. Shared state is guarded by
/// `lock`.
public final class TerminalScreen implements RemoteTerminal {
    private static final Logger log = LoggerFactory.getLogger(TerminalScreen.class);
    private static final int POLL_MILLIS = 100;

    /// Ends what programs switch on: alternate screen, mouse, focus and paste reports, kitty keys,
    /// colours, hidden cursor, scroll region, held frames, and joined characters, which OpenCode
    /// leaves on.
    private static final String MODES_OFF =
            "\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2031l"
                    + "\033[?2026l\033[?2027l\033[?2004l\033[<u\033[>4m\033[?7h\0337\033[r\0338\033[0m\033[?25h";

    /// A line that a terminal takes for wider than we do is cut, not wrapped into the next row;
    /// what is pasted comes marked.
    private static final String MODES_ON = "\033[?1049h\033[?25l\033[?7l\033[?2004h";

    private final HeldTerminal held;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final RemoteKeys keys = new RemoteKeys();
    private final RemoteView view;
    private volatile Supplier<HubStatus> hubStatus = () -> new HubStatus(true, "");
    private String drawn = "";
    private @Nullable Thread reader;
    private volatile boolean isOpen;
    private boolean isUsed;

    /// @param isStyled bold and inverse may be used
    TerminalScreen(HeldTerminal held, boolean isStyled, Clock clock) {
        this.held = held;
        this.view = new RemoteView(isStyled);
        this.clock = clock;
    }

    /// The terminal of this process, or none when stdin or stdout is something else. With
    /// `NO_COLOR` in the environment nothing is bold or inverse.
    public static RemoteTerminal ofThisProcess(Map<String, String> environment, Clock clock) {
        if (System.console() == null || !System.console().isTerminal()) {
            return RemoteTerminal.none();
        }
        return HeldTerminal.ofThisProcess()
                .<RemoteTerminal>map(held ->
                        new TerminalScreen(
                                held, environment.getOrDefault("NO_COLOR", "").isEmpty(), clock))
                .orElseGet(RemoteTerminal::none);
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void open(Keys decided) {
        lock.lock();
        try {
            Terminal used = isOpen ? null : held.raw().orElse(null);
            if (used == null) {
                return;
            }
            isOpen = true;
            isUsed = true;
            view.canSwitch(decided.canSwitch());
            held.write(MODES_ON);
            drawn = "";
            draw();
            reader = Thread.ofPlatform().name("terminal-keys").start(() -> read(used, decided));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void show(String text) {
        change(() -> view.add(text));
    }

    @Override
    public void asked(OpenQuestion question) {
        change(() -> view.asked(question));
    }

    @Override
    public void settled(String questionId) {
        change(() -> view.settled(questionId));
    }

    @Override
    public void hubStatus(Supplier<HubStatus> now) {
        hubStatus = now;
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            keys.question(view.question().map(OpenQuestion::id).orElse(null));
            draw();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void switching() {
        show("Switching to this terminal ...");
    }

    @Override
    public void say(String sentence) {
        lock.lock();
        try {
            held.write(DisplayText.line(sentence) + "\r\n");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lend() {
        lock.lock();
        try {
            isUsed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void restore() {
        lock.lock();
        try {
            if (!isOpen) {
                putBack();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Thread reading;
        lock.lock();
        try {
            isOpen = false;
            reading = reader;
            reader = null;
        } finally {
            lock.unlock();
        }
        if (reading != null && reading != Thread.currentThread()) {
            try {
                reading.join(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        lock.lock();
        try {
            putBack();
        } finally {
            lock.unlock();
        }
    }

    private void putBack() {
        if (!isUsed) {
            return;
        }
        isUsed = false;
        held.putBack();
        held.write(MODES_OFF);
    }

    private void read(Terminal used, Keys decided) {
        NonBlockingReader in = used.reader();
        try {
            while (isOpen) {
                int key = in.read(POLL_MILLIS);
                if (key == -1) {
                    log.info("the terminal is gone");
                    return;
                }
                act(key, decided);
            }
        } catch (IOException e) {
            log.info("the terminal cannot be read any more: {}", e.getMessage());
        }
    }

    /// Decisions are told outside the lock: whoever hears them may call back.
    private void act(int key, Keys decided) {
        Runnable told = () -> {};
        HubStatus status = hubStatus.get();
        lock.lock();
        try {
            long now = clock.millis();
            view.status(status);
            RemoteKeys.Action action =
                    key == NonBlockingReader.READ_EXPIRED ? keys.pause(now) : keys.key(key, now);
            told = meaning(action, decided);
            draw();
        } finally {
            lock.unlock();
        }
        told.run();
    }

    private Runnable meaning(RemoteKeys.Action action, Keys decided) {
        switch (action) {
            case SWITCH -> {
                if (view.canSwitch()) {
                    return decided::switchToLocal;
                }
            }
            case EXIT -> {
                return decided::exit;
            }
            case ALLOW, REFUSE -> {
                boolean isAllowed = action == RemoteKeys.Action.ALLOW;
                Optional<OpenQuestion> question = view.question();
                if (question.isPresent() && (!isAllowed || view.canAllow())) {
                    String id = question.get().id();
                    return () -> decided.decide(id, isAllowed);
                }
            }
            case UP -> view.scroll(-1);
            case DOWN -> view.scroll(1);
            case PAGE_UP -> view.scroll(-view.page());
            case PAGE_DOWN -> view.scroll(view.page());
            case NONE, FOOTER -> {}
        }
        return () -> {};
    }

    /// Writes the whole screen, if it differs from what was written last.
    private void draw() {
        if (!isOpen) {
            return;
        }
        int width = Math.max(20, held.size().getColumns());
        int height = Math.max(6, held.size().getRows());
        List<String> rows = view.rows(width, height, keys.pending());
        String screen = Screen.of(rows, height);
        if (!screen.equals(drawn)) {
            drawn = screen;
            held.write(screen);
        }
    }
}
