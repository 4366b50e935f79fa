package hapi.hub.session;

import hapi.hub.scope.SessionKey;
import java.util.List;

/// What became of a request to start a session again.
public sealed interface ResumeResult {
    /// It runs. `key` may be another session than the one asked for, which then is no more;
    /// `started` false when it ran already.
    record Running(SessionKey key, boolean started) implements ResumeResult {}

    /// It cannot be started again, for these parts of its metadata are `missing`.
    record Unavailable(List<String> missing) implements ResumeResult {
        public Unavailable {
            missing = List.copyOf(missing);
        }
    }

    /// Its machine is not online.
    record NoMachine() implements ResumeResult {}

    /// The machine could not start it; `message` is for the person.
    record Failed(String message) implements ResumeResult {}

    record Gone() implements ResumeResult {}
}
