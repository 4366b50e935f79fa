package hapi.cli.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// The client's side of a websocket (RFC 6455) for text, without extensions. One thread reads; any
/// thread may write and [#cut]. Writes of several threads do not mix, the longest waiter first.
public final class WebSocketStream {
    /// The longest message that is taken.
    public static final int MAX_BYTES = 48 * 1024 * 1024;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_TEXT = 1003;
    private static final int TOO_LONG = 1009;
    private static final int BAD_TEXT = 1007;
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// Headers that belong to the handshake; a proxy's extra header must not replace them.
    private static final Set<String> RESERVED =
            Set.of(
                    "connection",
                    "upgrade",
                    "host",
                    "content-length",
                    "expect",
                    "transfer-encoding");

    private final Wire wire;
    private final FrameReader frames;
    private final SecureRandom random;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final AtomicBoolean closeSent = new AtomicBoolean();
    private final AtomicBoolean pongWaits = new AtomicBoolean();

    private WebSocketStream(Wire wire, SecureRandom random) {
        this.wire = wire;
        this.frames = new FrameReader(wire.in(), MAX_BYTES);
        this.random = random;
    }

    /// Connects and shakes hands.
    ///
    /// @param uri ws or wss
    /// @throws IOException when that fails or takes longer than `limit`
    public static WebSocketStream open(
            HubNetwork network, URI uri, Map<String, String> headers, Duration limit)
            throws IOException {
        Wire wire = network.connect(uri, limit);
        boolean isOpen = false;
        try {
            SecureRandom random = new SecureRandom();
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            wire.out()
                    .write(HttpHead.request("GET", Targets.path(uri), request(uri, headers, key)));
            wire.out().flush();
            check(HttpHead.read(wire.in()), key);
            wire.readLimit(0);
            isOpen = true;
            return new WebSocketStream(wire, random);
        } finally {
            if (!isOpen) {
                wire.cut();
            }
        }
    }

    private static Map<String, String> request(URI uri, Map<String, String> headers, String key) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", Targets.authority(uri));
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!RESERVED.contains(lower) && !lower.startsWith("sec-websocket-")) {
                all.put(name, value);
            }
        });
        all.put("Connection", "Upgrade");
        all.put("Upgrade", "websocket");
        all.put("Sec-WebSocket-Version", "13");
        all.put("Sec-WebSocket-Key", key);
        return all;
    }

    private static void check(HttpHead head, String key) throws IOException {
        if (head.status() != 101) {
            throw new IOException("the upgrade was answered with HTTP %d".formatted(head.status()));
        }
        boolean isUpgrade =
                head.header("upgrade").orElse("").equalsIgnoreCase("websocket")
                        && head.header("sec-websocket-accept").orElse("").equals(accept(key));
        if (!isUpgrade || head.header("sec-websocket-extensions").isPresent()) {
            throw new IOException("no websocket, the handshake is not answered properly");
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits for the next text message; empty when the peer said good-bye. Pings are answered.
    ///
    /// @throws IOException when the connection is gone or the peer breaks the rules; the reason is
    ///   in the message
    public Optional<String> read() throws IOException {
        try {
            while (true) {
                FrameReader.Message message = frames.next();
                switch (message.opcode()) {
                    case TEXT -> {
                        return Optional.of(text(message.payload()));
                    }
                    case PING -> answerPing(message.payload());
                    case PONG -> {}
                    case CLOSE -> {
                        sayGoodbye(message.payload().length >= 2 ? code(message) : NORMAL);
                        return Optional.empty();
                    }
                    default -> throw new BrokenRule(NOT_TEXT, "a message that is not text");
                }
            }
        } catch (BrokenRule e) {
            sayGoodbye(e.code());
            throw e;
        } catch (EOFException e) {
            throw new EOFException("the connection ended");
        }
    }

    private static int code(FrameReader.Message message) {
        return (message.payload()[0] & 0xff) << 8 | (message.payload()[1] & 0xff);
    }

    private static String text(byte[] payload) throws BrokenRule {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenRule(BAD_TEXT, "a text that is not UTF-8");
        }
    }

    /// On a thread of its own: a peer that reads nothing must not stop our reading. While one
    /// answer waits, further pings need none.
    private void answerPing(byte[] payload) {
        if (pongWaits.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .start(() -> {
                        pongWaits.set(false);
                        try {
                            write(PONG, payload);
                        } catch (IOException e) {
                            cut();
                        }
                    });
        }
    }

    /// Hands a whole message to the operating system.
    ///
    /// @throws IOException when the connection is gone; then nothing can be sent any more
    public void send(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// How long one [#read] may wait; it then fails with [java.net.SocketTimeoutException].
    public void readLimit(Duration limit) throws IOException {
        wire.readLimit((int) Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
    }

    /// Says good-bye once; the connection stays until the peer has answered or it is cut.
    public void sayGoodbye() throws IOException {
        if (closeSent.compareAndSet(false, true)) {
            write(CLOSE, new byte[] {(byte) (NORMAL >> 8), (byte) NORMAL});
        }
    }

    private void sayGoodbye(int code) {
        if (closeSent.compareAndSet(false, true)) {
            int allowed = code == 1005 || code == 1006 || code == 1015 ? NORMAL : code;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            write(CLOSE, new byte[] {(byte) (allowed >> 8), (byte) allowed});
                        } catch (IOException e) {
                            cut();
                        }
                    });
        }
    }

    private void write(int opcode, byte[] payload) throws IOException {
        // An interrupted virtual thread would close the socket with half a frame on it.
        boolean wasInterrupted = Thread.interrupted();
        writing.lock();
        try {
            wire.out().write(FrameWriter.frame(opcode, payload, random.nextInt()));
            wire.out().flush();
        } finally {
            writing.unlock();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Ends the connection now, whoever reads or writes.
    public void cut() {
        wire.cut();
    }

    /// The peer does not keep to the protocol; `code` is what it is told.
    static final class BrokenRule extends IOException {
        private static final long serialVersionUID = 1L;
        private final int code;

        BrokenRule(int code, String message) {
            super("the peer sent " + message);
            this.code = code;
        }

        int code() {
            return code;
        }

        static BrokenRule protocol(String message) {
            return new BrokenRule(PROTOCOL_ERROR, message);
        }

        static BrokenRule tooLong() {
            return new BrokenRule(TOO_LONG, "a message longer than 48 MiB");
        }
    }
}
