package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalScreenTest {
    private final BlockingQueue<String> decided = new ArrayBlockingQueue<>(10);
    private final Output output = new Output();
    private PipedOutputStream keyboard;
    private ExternalTerminal terminal;
    private TerminalScreen screen;

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
        terminal.setSize(new Size(80, 24));
        screen =
                new TerminalScreen(
                        new HeldTerminal(() -> terminal, Optional.empty(), output),
                        true,
                        Clock.systemUTC());
        screen.open(
                new RemoteTerminal.Keys() {
                    @Override
                    public void switchToLocal() {
                        decided.add("switch");
                    }

                    @Override
                    public void exit() {
                        decided.add("exit");
                    }

                    @Override
                    public void decide(String questionId, boolean isAllowed) {
                        decided.add(questionId + (isAllowed ? " allowed" : " refused"));
                    }
                });
    }

    @AfterEach
    void close() throws IOException {
        screen.close();
        terminal.close();
    }

    @Test
    void questionIsShownAndAnsweredHere() throws Exception {
        screen.asked(new OpenQuestion("q1", "Claude", "Bash", "rm -rf build", true));

        output.await("rm -rf build");
        type("y");
        output.await("Enter: allow it once");
        type("\r");

        assertThat(decided.poll(30, TimeUnit.SECONDS)).isEqualTo("q1 allowed");
        output.clear();
        screen.settled("q1");
        output.await("Space twice");
        assertThat(output.text()).doesNotContain("rm -rf");
    }

    @Test
    void questionThatWasAnsweredElsewhereIsNotAnsweredAgain() throws Exception {
        screen.asked(new OpenQuestion("q1", "Claude", "Bash", "ls", true));
        type("n");
        output.await("Enter: refuse it");

        screen.settled("q1");
        type("\r  ");

        assertThat(decided.poll(30, TimeUnit.SECONDS)).isEqualTo("switch");
        assertThat(decided).isEmpty();
    }

    @Test
    void lostHubAndNewSizeAreNoticedWithoutAKey() throws Exception {
        screen.hubStatus(() -> new HubStatus(false, "hub lost, trying again"));
        output.await("hub lost, trying again");

        output.clear();
        terminal.setSize(new Size(40, 12));

        output.await("\033[H");
    }

    @Test
    void nothingIsWrittenWhileNothingChanges() throws Exception {
        type("x");
        screen.show("first");
        output.await("first");
        output.clear();

        screen.show("");
        screen.hubStatus(() -> new HubStatus(true, ""));
        type("x ");
        output.await("Space again");

        assertThat(output.text().split("\033\\[H", -1)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void leftAsFound() {
        screen.close();

        assertThat(output.text()).endsWith("\033[0m\033[?25h").contains("\033[?1049l");
    }

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static final class Output extends ByteArrayOutputStream {
        @Override
        public synchronized void flush() {
            notifyAll();
        }

        synchronized void await(String words) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!text().contains(words)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("no \"%s\" in %s".formatted(words, text()));
                }
                wait(left);
            }
        }

        synchronized void clear() {
            reset();
        }

        synchronized String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }
}
