package hapi.cli.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// An open connection. `raw` is the TCP socket below a possible TLS: [#cut] closes that one, since
/// an orderly TLS end waits for whoever writes.
///
/// Its reads and writes block; another thread ends them with [#cut].
final class Wire {
    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = socket.getOutputStream();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /// How long one read may take; 0 for ever.
    void readLimit(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void cut() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is closed either way.
            return;
        }
    }
}
