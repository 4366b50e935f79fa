package hapi.cli.acp;

/// Counts the prompts of a turn that have no answer yet. OpenCode 1.18.33 takes a prompt that comes
/// while a turn runs into that turn and answers both at its end, or answers it in a turn of its own
/// when it came too late (measured). Thread-safe.
final class OpenPrompts {
    private int open;

    synchronized void begin() {
        open++;
    }

    /// Counts one more, if a turn runs.
    synchronized boolean join() {
        if (open > 0) {
            open++;
            return true;
        }
        return false;
    }

    /// One was answered. Returns whether that was the last.
    synchronized boolean answered() {
        open--;
        return open == 0;
    }
}
