package hapi.hub.socket.transport;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A websocket made of bytes, for what no client library would do: announce and not send, send and
/// not read.
final class RawTcp implements AutoCloseable {
    private static final int TEXT = 0x81;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    private RawTcp(SocketTestServer server, byte[] first) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        out.write(first);
    }

    /// Opens with these bytes in one write; the answer is left to [#readUpgrade].
    static RawTcp open(SocketTestServer server, byte[] first) throws IOException {
        return new RawTcp(server, first);
    }

    /// The upgrade request, with a header of so many bytes in it that says nothing.
    static byte[] upgrade(int padding) {
        return """
        GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        X-Padding: %s\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
                .formatted("x".repeat(padding))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads the answer to the upgrade request.
    void readUpgrade() throws IOException {
        for (int matched = 0; matched < 4; ) {
            int next = in.readUnsignedByte();

            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    /// Opens and enters `/cli` with the good token.
    static RawTcp admitted(SocketTestServer server) {
        try {
            RawTcp tcp = open(server, upgrade(0));
            tcp.readUpgrade();
            tcp.readText();
            tcp.frame("40/cli,{\"token\":\"good\"}");
            tcp.readText();
            return tcp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void frame(String text) throws IOException {
        out.write(textFrame(text));
    }

    static byte[] textFrame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] header = frameHeader(TEXT, payload.length);
        return ByteBuffer.allocate(header.length + payload.length).put(header).put(payload).array();
    }

    void header(int first, long length) throws IOException {
        out.write(frameHeader(first, length));
    }

    private static byte[] frameHeader(int first, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length >= 0 && length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length >= 0 && length < 65_536) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        header.putInt(0);
        return Arrays.copyOf(header.array(), header.position());
    }

    /// Masked with zeros, that is, as it is.
    void payload(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    String readText() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return first == TEXT ? text : "frame " + Integer.toHexString(first);
    }

    /// Reads until the server has closed; fails when it does not.
    void awaitClosed() throws IOException {
        byte[] ignored = new byte[8192];
        int read = 0;
        while (read >= 0) {
            try {
                read = in.read(ignored);
            } catch (SocketException _) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
