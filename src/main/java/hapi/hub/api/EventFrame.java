package hapi.hub.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One event as the event stream carries it: its bytes, and its bytes compressed, each made when
/// the first reader needs them and then shared by all. Any thread.
final class EventFrame {
    private final byte[] text;
    private byte @Nullable [] block;

    private EventFrame(byte[] text) {
        this.text = text;
    }

    /// A frame with this JSON, which is one line, and this id if it has one.
    static EventFrame of(String json, @Nullable String id) {
        String frame = "data: " + json + "\n" + (id == null ? "" : "id: " + id + "\n") + "\n";
        return new EventFrame(frame.getBytes(StandardCharsets.UTF_8));
    }

    /// For an event that the published clients are not told of.
    static EventFrame none() {
        return new EventFrame(new byte[0]);
    }

    boolean isEmpty() {
        return text.length == 0;
    }

    /// The bytes of a stream that is not compressed. Not to be changed.
    byte[] text() {
        return text;
    }

    /// The same as a block of a deflated stream, see [DeflateBlocks]. Not to be changed.
    synchronized byte[] block() {
        byte[] made = block;
        if (made == null) {
            made = DeflateBlocks.compress(text);
            block = made;
        }
        return made;
    }
}
