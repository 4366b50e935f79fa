package hapi.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Feeds a target with mutations of a corpus for `hapi.fuzz.seconds` (10 when unset). The seed is
/// `hapi.seed` or new each time, and printed: the same seed gives the same inputs.
public final class Fuzz {
    private static final Duration SPAN = Duration.ofSeconds(Long.getLong("hapi.fuzz.seconds", 10));
    private static final Duration HANG = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 256 * 1024;
    private static final List<String> ODD =
            List.of(
                    "[",
                    "{\"a\":",
                    "\"",
                    "\\u0000",
                    "\\ud800",
                    "\\",
                    "]",
                    "}",
                    ",",
                    ":",
                    "-",
                    "0x",
                    "1e999999999",
                    "99999999999999999999",
                    "-9223372036854775809",
                    "NaN",
                    "null",
                    "true",
                    "\u0000",
                    "\u00fc",
                    "\ud83d\ude00",
                    "\u202e",
                    "\n",
                    "\u001e",
                    " ",
                    "\t",
                    "__proto__",
                    "4294967296",
                    "-1",
                    "%00",
                    "..",
                    "=",
                    ".",
                    "_");

    private final String name;
    private final List<byte[]> corpus;
    private final long seed;
    private final Random random;

    /// What is attacked: throws for what it must not do, and nothing for all else.
    @FunctionalInterface
    public interface Target {
        void accept(byte[] input) throws Exception;
    }

    private Fuzz(String name, List<byte[]> corpus) {
        this.name = name;
        this.corpus = corpus;
        this.seed = Long.getLong("hapi.seed", System.nanoTime());
        this.random = new Random(seed);
    }

    public static Fuzz of(String name, List<String> corpus) {
        return new Fuzz(
                name, corpus.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /// Lines of a file below `src/test/resources/traces`.
    public static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/traces", file)).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void run(Target target) {
        long end = System.nanoTime() + SPAN.toNanos();
        long runs = 0;
        System.out.printf("fuzz %s: seed %d%n", name, seed);
        for (byte[] item : corpus) {
            attack(target, item);
        }
        while (System.nanoTime() < end) {
            attack(target, mutation());
            runs++;
        }
        System.out.printf("fuzz %s: %d inputs%n", name, runs);
        if (runs < 100) {
            throw new AssertionError("only %d inputs in %s".formatted(runs, SPAN));
        }
    }

    private void attack(Target target, byte[] input) {
        long start = System.nanoTime();
        try {
            target.accept(input);
        } catch (Throwable e) {
            // Whatever it is, the input that caused it must be known.
            throw new AssertionError(found("broke", input), e);
        }
        if (System.nanoTime() - start > HANG.toNanos()) {
            throw new AssertionError(found("was slow", input));
        }
    }

    private String found(String what, byte[] input) {
        return "%s %s (seed %d) on base64 %s"
                .formatted(name, what, seed, Base64.getEncoder().encodeToString(input));
    }

    private byte[] mutation() {
        byte[] input = pick();
        for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
            input = step(input);
        }
        return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] step(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(1 + random.nextInt(64)));
        return switch (random.nextInt(8)) {
            case 0 -> changed(input, at, (byte) random.nextInt(256));
            case 1 ->
                    at < input.length
                            ? changed(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)))
                            : input;
            case 2 -> joined(input, at, new byte[0], to);
            case 3 -> joined(input, at, odd(), at);
            case 4 -> joined(input, at, odd(), to);
            case 5 -> joined(input, to, Arrays.copyOfRange(input, at, to), to);
            case 6 -> joined(input, at, repeated(odd()), to);
            default -> {
                byte[] other = pick();
                int from = random.nextInt(other.length + 1);
                yield joined(input, at, Arrays.copyOfRange(other, from, other.length), to);
            }
        };
    }

    private byte[] odd() {
        return ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] repeated(byte[] piece) {
        int times = 1 << random.nextInt(random.nextInt(16) == 0 ? 16 : 8);
        byte[] all = new byte[Math.min(MAX_BYTES, piece.length * times)];
        for (int i = 0; i < all.length; i++) {
            all[i] = piece[i % piece.length];
        }
        return all;
    }

    private static byte[] changed(byte[] input, int at, byte value) {
        if (at >= input.length) {
            return input;
        }
        byte[] changed = input.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] joined(byte[] input, int head, byte[] middle, int tail) {
        byte[] all = new byte[head + middle.length + input.length - tail];
        System.arraycopy(input, 0, all, 0, head);
        System.arraycopy(middle, 0, all, head, middle.length);
        System.arraycopy(input, tail, all, head + middle.length, input.length - tail);
        return all;
    }
}
