package hapi.cli.tui;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The terminal of this process and what it was when we came. The terminal library is loaded when
/// the terminal is first needed raw, which in a session that stays local is never. Guarded by its
/// owner's lock.
final class HeldTerminal {
    private static final Logger log = LoggerFactory.getLogger(HeldTerminal.class);

    private final Source source;
    private final Optional<FoundSettings> found;
    private final OutputStream output;
    private @Nullable Terminal terminal;
    private @Nullable Attributes foundByLibrary;

    /// Where the terminal comes from, once it is needed.
    @FunctionalInterface
    interface Source {
        Terminal open() throws IOException;
    }

    /// @param found what to put back in the end; empty: what the library finds
    /// @param output of the terminal, written past the terminal library: it closes itself when the
    ///   process is told to end, and then has put the settings back but not what programs switched
    ///   on
    HeldTerminal(Source source, Optional<FoundSettings> found, OutputStream output) {
        this.source = source;
        this.found = found;
        this.output = output;
    }

    /// Standard input and output, which are a terminal; empty when it cannot be put back in the
    /// end.
    static Optional<HeldTerminal> ofThisProcess() {
        HeldTerminal held =
                new HeldTerminal(
                        HeldTerminal::ofSystem,
                        FoundSettings.save(),
                        new FileOutputStream(FileDescriptor.out));
        // Without stty only the library knows what is to be put back.
        return held.found.isPresent() || held.terminal() != null
                ? Optional.of(held)
                : Optional.empty();
    }

    private static Terminal ofSystem() throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .dumb(false)
                .nativeSignals(false)
                .signalHandler(Terminal.SignalHandler.SIG_DFL)
                .build();
    }

    /// The terminal with every key as it is pressed and none shown; empty when it cannot be used.
    Optional<Terminal> raw() {
        Terminal used = terminal();
        if (used == null) {
            return Optional.empty();
        }
        Attributes raw = new Attributes(used.getAttributes());
        raw.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        raw.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        raw.setLocalFlag(Attributes.LocalFlag.IEXTEN, false);
        raw.setInputFlag(Attributes.InputFlag.IXON, false);
        raw.setInputFlag(Attributes.InputFlag.ICRNL, false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 0);
        raw.setControlChar(Attributes.ControlChar.VTIME, 1);
        used.setAttributes(raw);
        return Optional.of(used);
    }

    /// As it is now; it changes with the window.
    Size size() {
        Terminal used = terminal;
        return used == null ? new Size(80, 24) : new Size(used.getWidth(), used.getHeight());
    }

    void putBack() {
        if (found.isPresent() && found.get().putBack()) {
            return;
        }
        Terminal used = terminal;
        Attributes before = foundByLibrary;
        if (used == null || before == null) {
            return;
        }
        try {
            used.setAttributes(before);
        } catch (IllegalStateException | IOError e) {
            log.debug("the terminal was closed and restored already: {}", e.getMessage());
        }
    }

    void write(String text) {
        try {
            output.write(text.getBytes(StandardCharsets.UTF_8));
            output.flush();
        } catch (IOException e) {
            log.debug("the terminal is gone: {}", e.getMessage());
        }
    }

    private @Nullable Terminal terminal() {
        try {
            if (terminal == null) {
                terminal = source.open();
                foundByLibrary = terminal.getAttributes();
            }
            return terminal;
        } catch (IOException | IllegalStateException e) {
            log.warn("the terminal cannot be used: {}", e.getMessage());
            return null;
        }
    }
}
