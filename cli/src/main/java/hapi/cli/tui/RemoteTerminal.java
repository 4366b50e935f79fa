package hapi.cli.tui;

import java.util.function.Supplier;

/// The terminal this session was started on, if it has one. Methods may be called from any thread
/// and do nothing where there is no terminal.
public interface RemoteTerminal extends AutoCloseable {
    /// Stdin and stdout are a terminal.
    boolean isInteractive();

    /// Shows the remote screen and listens to keys until [#close].
    void open(Keys keys);

    /// Adds lines of the chat to the screen.
    void show(String lines);

    /// Puts a question on the screen; the same id again replaces it. Shown whenever the screen is
    /// open, until it is settled.
    default void asked(OpenQuestion question) {}

    /// Takes a question off the screen: it was answered, here or elsewhere, or withdrawn.
    default void settled(String questionId) {}

    /// Where the screen looks up how the hub is reached, several times a second.
    default void hubStatus(Supplier<HubStatus> now) {}

    /// Says that control is being given back.
    void switching();

    /// A sentence for the person at the terminal, outside the screen.
    void say(String sentence);

    /// Another program uses the terminal from now on, until [#restore].
    void lend();

    /// Puts the terminal back to how it was found, e.g. after a program that used it was killed.
    void restore();

    /// Leaves the screen and restores. May be opened again.
    @Override
    void close();

    /// What the person decided with keys. Called on the terminal's reader thread.
    interface Keys {
        /// Whether there is something to switch to; if not, nobody is told to press Space.
        default boolean canSwitch() {
            return true;
        }

        void switchToLocal();

        void exit();

        /// Answers the question. It may be settled already; then nothing happens.
        default void decide(String questionId, boolean isAllowed) {}
    }

    /// No terminal: a session of the runner.
    static RemoteTerminal none() {
        return NoTerminal.INSTANCE;
    }
}
