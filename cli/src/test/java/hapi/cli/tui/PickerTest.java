package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The picker on a terminal in memory. The keys are pressed when it has drawn for the first time:
/// before that Ctrl-C is a signal and not a key.
class PickerTest {
    private static final String LEFT = "\033[?7h\033[?25h\033[?1049l";

    private final Screen output = new Screen();
    private PipedOutputStream keyboard;
    private ExternalTerminal terminal;

    @BeforeEach
    void open() throws IOException {
        keyboard = new PipedOutputStream();
        terminal =
                new ExternalTerminal(
                        "test",
                        "xterm",
                        new PipedInputStream(keyboard),
                        new ByteArrayOutputStream(),
                        StandardCharsets.UTF_8);
        terminal.setSize(new Size(40, 12));
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    @Test
    void arrowsAndEnterChoose() throws IOException {
        assertThat(choose(true, "\033[B\033OB\033[A\r")).hasValue(1);
        assertThat(text()).contains("\033[7m> two").endsWith(LEFT);
    }

    @Test
    void typedWordsNarrow() throws IOException {
        assertThat(choose(true, "thr\r")).hasValue(2);
        assertThat(text()).contains("Filter: thr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\033", "\003", "\004"})
    void escapeCtrlCAndTheEndOfInputChooseNothing(String key) throws IOException {
        assertThat(choose(true, key)).isEmpty();
        assertThat(text()).endsWith(LEFT);
    }

    @Test
    void keysThatMeanNothingHereAreSteppedOver() throws IOException {
        assertThat(choose(true, "\033[1;5C\033[H\t\033[B\r")).hasValue(1);
    }

    @Test
    void nothingIsStyledWhereNoColourIsWanted() throws IOException {
        choose(false, "\033[B\r");

        assertThat(text()).contains("> two").doesNotContain("m> two", "\033[1m", "\033[2m");
    }

    @Test
    void settingsOfTheTerminalAreAsFound() throws IOException {
        String before = terminal.getAttributes().toString();

        choose(true, "\033");

        assertThat(terminal.getAttributes()).hasToString(before);
    }

    private OptionalInt choose(boolean isStyled, String keys) throws IOException {
        output.keys = keys;
        return new Picker(terminal, output, isStyled)
                .choose(
                        "Choose",
                        List.of(
                                new Picker.Item("one", true),
                                new Picker.Item("two", true),
                                new Picker.Item("three", true)));
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private final class Screen extends ByteArrayOutputStream {
        private String keys = "";

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            String pressed = keys;
            keys = "";
            try {
                keyboard.write(pressed.getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
