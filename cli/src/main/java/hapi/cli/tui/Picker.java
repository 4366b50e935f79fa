package hapi.cli.tui;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a person choose from a list with the arrow keys, on a screen of its own that is gone
/// afterwards. For one thread.
public final class Picker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Picker.class);

    /// A screen of its own, no cursor, and a row that is too long is cut.
    private static final String ENTER_SCREEN = "\033[?1049h\033[?25l\033[?7l";

    private static final String LEAVE_SCREEN = "\033[?7h\033[?25h\033[?1049l";
    private static final int POLL_MILLIS = 100;
    private static final int SEQUENCE_MILLIS = 50;
    private static final int PAGE = 10;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int CTRL_U = 21;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    private final Terminal terminal;
    private final OutputStream output;
    private final boolean isStyled;

    /// @param label the line as shown
    /// @param shortLabel the line on a screen of fewer columns than `wideFrom`
    /// @param searched what typed words are looked for in
    /// @param isUsable false for a line that is shown and cannot be chosen
    public record Item(
            String label, String shortLabel, int wideFrom, String searched, boolean isUsable) {
        /// A line that is the same on every screen.
        public Item(String label, boolean isUsable) {
            this(label, label, 0, label, isUsable);
        }
    }

    Picker(Terminal terminal, OutputStream output, boolean isStyled) {
        this.terminal = terminal;
        this.output = output;
        this.isStyled = isStyled;
    }

    /// On the terminal of this process; empty where there is none.
    public static Optional<Picker> ofThisProcess(Map<String, String> environment) {
        if (System.console() == null || !System.console().isTerminal()) {
            return Optional.empty();
        }
        try {
            Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
            boolean isStyled = environment.getOrDefault("NO_COLOR", "").isEmpty();
            return Optional.of(
                    new Picker(terminal, new FileOutputStream(FileDescriptor.out), isStyled));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty(); // A terminal that cannot do it: the caller prints the list.
        }
    }

    /// Shows the list until one is chosen; empty when the person does not want any. The terminal is
    /// put back also when the process is told to end meanwhile.
    public OptionalInt choose(String title, List<Item> items) throws IOException {
        PickerState state = new PickerState(title, items, isStyled);
        Attributes found = terminal.enterRawMode();
        Attributes raw = new Attributes(terminal.getAttributes());
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        // The settings are put back by the terminal library's own hook, what was switched on is
        // not.
        Thread atEnd = new Thread(this::leave, "picker-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        write(ENTER_SCREEN);
        try {
            return choose(state);
        } finally {
            if (isStillRunning(atEnd)) {
                leave();
                terminal.setAttributes(found);
            }
        }
    }

    /// Takes the hook away; false when the process ends already, which then does the rest.
    private static boolean isStillRunning(Thread atEnd) {
        try {
            return Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            return false; // So says the runtime that it is shutting down.
        }
    }

    private void leave() {
        write(LEAVE_SCREEN);
    }

    private OptionalInt choose(PickerState state) throws IOException {
        NonBlockingReader in = terminal.reader();
        String drawn = "";
        Size drawnAt = new Size(0, 0);
        while (true) {
            Size size = terminal.getSize();
            int height = Math.max(5, size.getRows());
            String screen = Screen.of(state.rows(Math.max(20, size.getColumns()), height), height);
            // What a terminal keeps of the old rows when its size changes is its own affair.
            if (!screen.equals(drawn) || !size.equals(drawnAt)) {
                drawn = screen;
                drawnAt = size;
                write(screen);
            }
            int key = in.read(POLL_MILLIS);
            switch (key) {
                case NonBlockingReader.READ_EXPIRED -> {}
                case '\r', '\n' -> {
                    if (state.choice().isPresent()) {
                        return state.choice();
                    }
                }
                case -1, CTRL_C, CTRL_D -> {
                    return OptionalInt.empty();
                }
                case ESCAPE -> {
                    if (isCancelled(in, state)) {
                        return OptionalInt.empty();
                    }
                }
                case '\b', DELETE -> state.erase();
                case CTRL_U -> state.eraseAll();
                default -> {
                    if (key >= ' ' && !Character.isISOControl(key)) {
                        state.type(whole(in, key));
                    }
                }
            }
        }
    }

    /// A character outside the first plane comes in two.
    private static int whole(NonBlockingReader in, int key) throws IOException {
        if (!Character.isHighSurrogate((char) key)) {
            return key;
        }
        int low = in.read(SEQUENCE_MILLIS);
        return low > 0 && Character.isLowSurrogate((char) low)
                ? Character.toCodePoint((char) key, (char) low)
                : '?';
    }

    /// Reads what follows an escape; true when nothing did, so it was the key.
    private static boolean isCancelled(NonBlockingReader in, PickerState state) throws IOException {
        StringBuilder sequence = new StringBuilder();
        int next = in.read(SEQUENCE_MILLIS);
        while (next > 0 && sequence.length() < 16) {
            sequence.append((char) next);
            boolean isOver = sequence.length() > 1 ? next >= '@' : next != '[' && next != 'O';
            if (isOver) {
                break;
            }
            next = in.read(SEQUENCE_MILLIS);
        }
        switch (sequence.toString()) {
            case "[A", "OA" -> state.move(-1);
            case "[B", "OB" -> state.move(1);
            case "[5~" -> state.move(-PAGE);
            case "[6~" -> state.move(PAGE);
            default -> {
                return sequence.isEmpty();
            }
        }
        return false;
    }

    private void write(String text) {
        try {
            output.write(text.getBytes(StandardCharsets.UTF_8));
            output.flush();
        } catch (IOException e) {
            // Reading fails next, and that ends the choice.
            log.debug("the terminal is gone: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
