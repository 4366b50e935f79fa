package hapi.compare;

import java.util.StringJoiner;

/// What went wrong, in words; empty when nothing did.
final class Faults {
    private Faults() {}

    static String of(Tally tally, long cutOff) {
        StringJoiner words = new StringJoiner(", ");
        add(words, tally.lost(), "lost");
        add(words, tally.doubled(), "doubled");
        add(words, tally.outOfOrder(), "out of order");
        add(words, cutOff, "cut off");
        return words.toString();
    }

    static void add(StringJoiner words, long count, String what) {
        if (count > 0) {
            words.add(count + " " + what);
        }
    }
}
