package hapi.compare;

import java.nio.ByteBuffer;
import java.util.Random;

/// Texts that carry a number and the time they were sent, `@number@nanos@` and words, and the
/// reader that finds them in any stream of bytes without parsing it.
final class Marker {
    private static final int POOL = 64;
    private static final int OUTSIDE = 0;
    private static final int NUMBER = 1;
    private static final int TIME = 2;

    private final String[] fillers = new String[POOL];
    private final int chars;

    /// @param chars how long a text is
    Marker(int chars) {
        this.chars = chars;
        Random random = new Random(chars);
        for (int i = 0; i < POOL; i++) {
            fillers[i] = words(random, chars);
        }
    }

    String text(long number) {
        String head = "@" + number + "@" + System.nanoTime() + "@";
        String filler = fillers[(int) (number % POOL)];
        return head + filler.substring(0, Math.max(0, chars - head.length()));
    }

    /// Words with about the redundancy of prose: a stream compressor gains on them as it does
    /// there.
    private static String words(Random random, int chars) {
        StringBuilder text = new StringBuilder(chars + 12);
        while (text.length() < chars) {
            int word = random.nextInt(3000);
            Random letters = new Random(word);
            for (int i = 0; i < 2 + word % 8; i++) {
                text.append((char) ('a' + letters.nextInt(26)));
            }
            text.append(' ');
        }
        return text.toString();
    }

    /// Finds markers in bytes that come in pieces.
    static final class Scanner {
        private final Tally tally;
        private int state = OUTSIDE;
        private long number;
        private long nanos;

        Scanner(Tally tally) {
            this.tally = tally;
        }

        void scan(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte b = bytes.get();
                if (state == OUTSIDE) {
                    if (b == '@') {
                        state = NUMBER;
                        number = 0;
                        nanos = 0;
                    }
                } else if (b == '@') {
                    if (state == TIME) {
                        tally.arrived(number, nanos);
                    }
                    state = state == NUMBER ? TIME : OUTSIDE;
                } else if (b < '0' || b > '9') {
                    state = OUTSIDE;
                } else if (state == NUMBER) {
                    number = number * 10 + (b - '0');
                } else {
                    nanos = nanos * 10 + (b - '0');
                }
            }
        }
    }
}
