package hapi.cli.tui;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The last thing that stands between a command and the terminal: of everything printed, only text,
/// line breaks, colours and "erase the rest of the line" get through. What a hub, an agent or a
/// file name brought along can so neither move the cursor nor set titles, reach the clipboard, make
/// the terminal answer or turn the direction of writing, even where somebody forgot.
///
/// A sequence that is not let through loses its escape character and is seen as text. Takes UTF-8;
/// a pending sequence is bounded, the time is linear.
public final class InertOutput extends OutputStream {
    private static final char ESCAPE = 0x1b;
    private static final int LONGEST_SEQUENCE = 64;

    private final PrintStream terminal;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder ready = new StringBuilder();
    private final StringBuilder sequence = new StringBuilder();
    private byte[] half = new byte[0];

    private InertOutput(PrintStream terminal) {
        this.terminal = terminal;
    }

    /// A stream that prints to this one what is harmless.
    public static PrintStream over(PrintStream terminal) {
        return new PrintStream(new InertOutput(terminal), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(half.length + length);
        in.put(half).put(bytes, offset, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        half = new byte[in.remaining()];
        in.get(half);
        out.flip();
        while (out.hasRemaining()) {
            take(out.get());
        }
        terminal.append(ready);
        ready.setLength(0);
    }

    @Override
    public synchronized void flush() {
        terminal.flush();
    }

    private void take(char c) {
        if (sequence.isEmpty()) {
            if (c == ESCAPE) {
                sequence.append(c);
            } else if (isHarmless(c)) {
                ready.append(c);
            }
            return;
        }
        boolean isBegun = sequence.length() > 1;
        if (isBegun && (c == 'm' || c == 'K')) {
            ready.append(sequence).append(c);
            sequence.setLength(0);
        } else if (sequence.length() < LONGEST_SEQUENCE
                && (isBegun ? c == ';' || c >= '0' && c <= '9' : c == '[')) {
            sequence.append(c);
        } else {
            ready.append(sequence, 1, sequence.length());
            sequence.setLength(0);
            take(c);
        }
    }

    /// Half of a pair is let through: its other half follows.
    private static boolean isHarmless(char c) {
        if (c == '\n' || c == '\r' || c == '\t' || c == 0x200d) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
