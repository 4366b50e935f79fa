package hapi.hub.socket.transport;

/// Follows the frame headers in a websocket's incoming bytes, so that the size of a message is
/// known before it is in memory. Decodes nothing; Netty does that with the same bytes.
///
/// One reader thread at a time; only [#isInsideMessageFor] may be asked by others.
final class FrameMeter {
    private static final int CONTROL = 0x08;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final byte[] header = new byte[14];
    private int headerLength;
    private long payloadLeft;
    private long messageBytes;
    private volatile boolean insideMessage;
    private boolean fragmented;
    private boolean lastFragment;
    private boolean dataFrame;
    private volatile long messageStartedAt;

    /// Takes the next bytes into account.
    void accept(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (payloadLeft > 0) {
                int skipped = (int) Math.min(payloadLeft, end - position);
                payloadLeft -= skipped;
                position += skipped;
            } else {
                header[headerLength++] = bytes[position++];
                if (headerLength >= 2 && headerLength == headerSize()) {
                    startFrame();
                }
            }
            if (payloadLeft == 0 && headerLength == 0) {
                endFrame();
            }
        }
    }

    private int headerSize() {
        int lengthField = header[1] & 0x7F;
        int extended = lengthField == 127 ? 8 : lengthField == 126 ? 2 : 0;
        return 2 + extended + ((header[1] & MASKED) != 0 ? 4 : 0);
    }

    private void startFrame() {
        int lengthField = header[1] & 0x7F;
        payloadLeft = lengthField;
        if (lengthField >= 126) {
            payloadLeft = 0;
            for (int i = 2; i < (lengthField == 126 ? 4 : 10); i++) {
                payloadLeft = payloadLeft << 8 | header[i] & 0xFF;
            }
        }
        if (payloadLeft < 0) {
            payloadLeft = Long.MAX_VALUE;
        }
        dataFrame = (header[0] & CONTROL) == 0;
        if (dataFrame) {
            if (!insideMessage) {
                messageBytes = 0;
                messageStartedAt = System.nanoTime();
                insideMessage = true;
            }
            lastFragment = (header[0] & FINAL) != 0;
            fragmented = fragmented || !lastFragment;
            messageBytes =
                    messageBytes + payloadLeft < 0 ? Long.MAX_VALUE : messageBytes + payloadLeft;
        }
        headerLength = 0;
    }

    private void endFrame() {
        if (dataFrame && lastFragment) {
            insideMessage = false;
            fragmented = false;
            messageBytes = 0;
        }
        dataFrame = false;
    }

    /// The size of the message that is being received, as far as its frames have said; 0 between
    /// messages.
    long messageBytes() {
        return messageBytes;
    }

    /// More than the size is known to be coming.
    boolean isFragmented() {
        return fragmented;
    }

    long payloadLeft() {
        return payloadLeft;
    }

    boolean isInsideMessageFor(long nanos) {
        return insideMessage && System.nanoTime() - messageStartedAt > nanos;
    }
}
