package hapi.cli.tui;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The remote screen on a real terminal: the last lines of the chat and a footer that says how to
/// get the terminal back.
///
/// INVARIANT: while the screen is closed nothing here reads from the terminal, so that the agent's
/// own screen gets every key; the reader polls and never stays in a blocking read. Shared state is
/// guarded by `lock`.
public final class TerminalScreen implements RemoteTerminal {
    private static final Logger log = LoggerFactory.getLogger(TerminalScreen.class);
    private static final int KEPT_LINES = 500;
    private static final int POLL_MILLIS = 100;

    /// Ends what programs switch on: alternate screen, mouse, focus and paste reports, kitty keys,
    /// colours, hidden cursor, scroll region.
    private static final String MODES_OFF =
            "\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2031l"
                    + "\033[?2004l\033[<u\033[>4m\033[?7h\0337\033[r\0338\033[0m\033[?25h";

    private final FileOutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    private final Terminal terminal;
    private final Attributes found;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> lines = new ArrayDeque<>();
    private final RemoteKeys keys = new RemoteKeys();
    private @Nullable Thread reader;
    private volatile boolean isOpen;
    private boolean isUsed;
    private boolean canSwitch = true;

    private TerminalScreen(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.found = terminal.getAttributes();
        this.clock = clock;
    }

    /// The terminal of this process, or none when stdin or stdout is something else.
    public static RemoteTerminal ofThisProcess(Clock clock) {
        if (System.console() == null || !System.console().isTerminal()) {
            return RemoteTerminal.none();
        }
        try {
            Terminal terminal =
                    TerminalBuilder.builder()
                            .system(true)
                            .dumb(false)
                            .nativeSignals(false)
                            .signalHandler(Terminal.SignalHandler.SIG_DFL)
                            .build();
            return new TerminalScreen(terminal, clock);
        } catch (IOException | IllegalStateException e) {
            log.warn("the terminal cannot be used: {}", e.getMessage());
            return RemoteTerminal.none();
        }
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void open(Keys decided) {
        lock.lock();
        try {
            if (isOpen) {
                return;
            }
            isOpen = true;
            isUsed = true;
            canSwitch = decided.canSwitch();
            Attributes raw = new Attributes(found);
            raw.setLocalFlag(Attributes.LocalFlag.ICANON, false);
            raw.setLocalFlag(Attributes.LocalFlag.ECHO, false);
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
            raw.setLocalFlag(Attributes.LocalFlag.IEXTEN, false);
            raw.setInputFlag(Attributes.InputFlag.IXON, false);
            raw.setInputFlag(Attributes.InputFlag.ICRNL, false);
            raw.setControlChar(Attributes.ControlChar.VMIN, 0);
            raw.setControlChar(Attributes.ControlChar.VTIME, 1);
            terminal.setAttributes(raw);
            write("\033[?1049h\033[?25l");
            draw();
            reader = Thread.ofPlatform().name("terminal-keys").start(() -> read(decided));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void show(String text) {
        lock.lock();
        try {
            text.lines().map(TerminalScreen::printable).forEach(lines::add);
            while (lines.size() > KEPT_LINES) {
                lines.removeFirst();
            }
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
            write(printable(sentence) + "\r\n");
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

    /// Written past the terminal library: it closes itself when the process is told to end, and
    /// then has put the settings back but not what programs switched on.
    private void putBack() {
        if (!isUsed) {
            return;
        }
        isUsed = false;
        try {
            terminal.setAttributes(found);
        } catch (IllegalStateException | IOError e) {
            log.debug("the terminal was closed and restored already: {}", e.getMessage());
        }
        try {
            standardOutput.write(MODES_OFF.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            log.debug("the terminal is gone: {}", e.getMessage());
        }
    }

    private void read(Keys decided) {
        NonBlockingReader in = terminal.reader();
        try {
            while (isOpen) {
                int key = in.read(POLL_MILLIS);
                long now = clock.millis();
                if (key == -1) {
                    log.info("the terminal is gone");
                    return;
                }
                act(
                        key == NonBlockingReader.READ_EXPIRED
                                ? keys.pause(now)
                                : keys.key(key, now),
                        decided);
            }
        } catch (IOException e) {
            log.info("the terminal cannot be read any more: {}", e.getMessage());
        }
    }

    private void act(RemoteKeys.Action action, Keys decided) {
        switch (action) {
            case NONE -> {}
            case FOOTER -> {
                lock.lock();
                try {
                    draw();
                } finally {
                    lock.unlock();
                }
            }
            case SWITCH -> {
                if (canSwitch) {
                    decided.switchToLocal();
                }
            }
            case EXIT -> decided.exit();
        }
    }

    private void draw() {
        if (!isOpen) {
            return;
        }
        int width = Math.max(20, terminal.getWidth());
        int height = Math.max(4, terminal.getHeight());
        StringBuilder screen = new StringBuilder("\033[H");
        screen.append(
                "\033[1mThis session is controlled from elsewhere\033[0m\033[K\r\n\033[K\r\n");
        int room = height - 4;
        lines.stream()
                .skip(Math.max(0, lines.size() - room))
                .forEach(line -> screen.append(cut(line, width)).append("\033[K\r\n"));
        screen.append("\033[J\033[").append(height).append(";1H\033[7m");
        screen.append(cut(footer(), width)).append("\033[0m\033[K");
        write(screen.toString());
    }

    private String footer() {
        if (!canSwitch && keys.pending() != RemoteKeys.Pending.EXIT) {
            return " Press Ctrl-C twice to exit ";
        }
        return switch (keys.pending()) {
            case NOTHING -> " Press Space twice to switch to local mode, Ctrl-C twice to exit ";
            case SWITCH -> " Press Space again to switch to local mode ";
            case EXIT -> " Press Ctrl-C again to exit ";
        };
    }

    private void write(String text) {
        try {
            standardOutput.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("the terminal is gone: {}", e.getMessage());
        }
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    /// Chat text must not be able to steer the terminal.
    private static String printable(String line) {
        return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "");
    }
}
