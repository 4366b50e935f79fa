package hapi.hub.push.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One POST over HTTP/1.1 on a connection of its own, to exactly the address that was checked: the
/// JDK's client would ask for the address again. Follows no redirect, reads no body, takes 16 KiB
/// of headers, and is over after `limit` however slowly the other side speaks.
final class PushPost {
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final Duration limit;
    private final BiConsumer<Duration, Runnable> after;

    /// @param after runs something after a while
    PushPost(Duration limit, BiConsumer<Duration, Runnable> after) {
        this.limit = limit;
        this.after = after;
    }

    /// Header names are in lower case.
    record Answer(int status, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// @throws IOException when there is no answer in time, or none that is HTTP
    Answer post(PushAddresses.Place place, Map<String, String> headers, byte[] body)
            throws IOException {
        Socket socket = new Socket();
        after.accept(limit, () -> close(socket));
        try (socket) {
            int millis = Math.toIntExact(limit.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(place.address(), place.port()), millis);
            return exchange(place.isTls() ? secured(socket, place) : socket, place, headers, body);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("could not close a connection", e);
        }
    }

    private static Socket secured(Socket plain, PushAddresses.Place place) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket =
                (SSLSocket) factory.createSocket(plain, place.host(), place.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!place.host().matches("[0-9.]+|.*:.*")) {
            parameters.setServerNames(List.of(new SNIHostName(place.host())));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Answer exchange(
            Socket socket, PushAddresses.Place place, Map<String, String> headers, byte[] body)
            throws IOException {
        String path = place.endpoint().getRawPath();
        String query = place.endpoint().getRawQuery();
        StringBuilder head = new StringBuilder("POST ");
        head.append(path.isEmpty() ? "/" : path)
                .append(query == null ? "" : "?" + query)
                .append(" HTTP/1.1\r\nHost: ")
                .append(place.authority())
                .append("\r\nConnection: close\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        OutputStream out = socket.getOutputStream();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.write(body);
        out.write(request.toByteArray());
        out.flush();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Answer answer = answer(in);
        while (answer.status() / 100 == 1) {
            answer = answer(in);
        }
        return answer;
    }

    private static Answer answer(InputStream in) throws IOException {
        String[] lines = head(in).split("\r?\n");
        if (!lines[0].matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("no answer of HTTP");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers);
    }

    /// Up to the empty line, which is not part of it.
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        boolean isLineEmpty = false;
        for (int next = in.read(); next != '\n' || !isLineEmpty; next = in.read()) {
            if (next < 0 || head.length() >= MAX_HEAD_BYTES) {
                throw new IOException(next < 0 ? "closed without an answer" : "endless answer");
            }
            isLineEmpty = next == '\n' || isLineEmpty && next == '\r';
            head.append((char) next);
        }
        return head.toString();
    }
}
