package hapi.hub.socket.transport;

import java.nio.charset.StandardCharsets;

/// One Socket.IO packet as received: `4<type>[/namespace,][ack id]body`. The body stays bytes until
/// the client's handlers run; `ackId` is -1 when there is none.
record SocketPacket(Type type, String namespace, long ackId, byte[] bytes, int bodyStart) {
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK
    }

    static final String ROOT = "/";

    private static final int MAX_NAMESPACE_BYTES = 256;
    private static final int MAX_ACK_DIGITS = 18;

    /// Reads the head of a packet of Engine.IO type "message".
    ///
    /// @throws MalformedPacketException also for packets that only a server sends, and for binary
    ///   ones
    static SocketPacket parse(byte[] bytes) throws MalformedPacketException {
        if (bytes.length < 2 || bytes[0] != '4') {
            throw new MalformedPacketException("not a message packet");
        }
        Type type =
                switch (bytes[1]) {
                    case '0' -> Type.CONNECT;
                    case '1' -> Type.DISCONNECT;
                    case '2' -> Type.EVENT;
                    case '3' -> Type.ACK;
                    default -> throw new MalformedPacketException("unknown packet type");
                };
        int position = 2;
        String namespace = ROOT;
        if (position < bytes.length && bytes[position] == '/') {
            int end = position;
            while (end < bytes.length && bytes[end] != ',') {
                end++;
                if (end - position > MAX_NAMESPACE_BYTES) {
                    throw new MalformedPacketException("namespace is too long");
                }
            }
            namespace = new String(bytes, position, end - position, StandardCharsets.UTF_8);
            position = Math.min(end + 1, bytes.length);
        }
        int digits = position;
        long ackId = -1;
        boolean answerable = type == Type.EVENT || type == Type.ACK;
        while (answerable && digits < bytes.length && isDigit(bytes[digits])) {
            if (digits - position == MAX_ACK_DIGITS) {
                throw new MalformedPacketException("ack id is too long");
            }
            ackId = Math.max(ackId, 0) * 10 + (bytes[digits] - '0');
            digits++;
        }
        if (type == Type.ACK && ackId < 0) {
            throw new MalformedPacketException("answer without an id");
        }
        return new SocketPacket(type, namespace, ackId, bytes, digits);
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    boolean hasBody() {
        return bodyStart < bytes.length;
    }
}
