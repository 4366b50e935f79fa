package hapi.cli.doctor;

import java.util.List;
import java.util.Locale;

/// What one check came to.
///
/// @param check short name for scripts, e.g. `token`
/// @param summary one line for a person, no secret in it
/// @param fix what to do, one step a line; empty unless something is wrong
public record Finding(String check, Status status, String summary, List<String> fix) {
    public enum Status {
        OK,
        /// Worth knowing, nothing is broken.
        NOTE,
        FAULT,
        /// Not looked at, because something before it failed.
        SKIPPED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        fix = List.copyOf(fix);
    }

    static Finding ok(String check, String summary) {
        return new Finding(check, Status.OK, summary, List.of());
    }

    static Finding note(String check, String summary, String... fix) {
        return new Finding(check, Status.NOTE, summary, List.of(fix));
    }

    static Finding fault(String check, String summary, String... fix) {
        return new Finding(check, Status.FAULT, summary, List.of(fix));
    }

    static Finding skipped(String check, String because) {
        return new Finding(check, Status.SKIPPED, "not checked: " + because, List.of());
    }

    public boolean isFault() {
        return status == Status.FAULT;
    }
}
