package hapi.cli.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The head of an HTTP/1.1 answer: status and headers, names in lower case.
record HttpHead(int status, Map<String, List<String>> headers) {
    private static final int MAX_BYTES = 64 * 1024;

    /// Reads up to the empty line and not one byte more. Interim answers (1xx but 101) are passed
    /// over.
    ///
    /// @throws IOException when it is no HTTP answer, or longer than 64 KiB
    static HttpHead read(InputStream in) throws IOException {
        while (true) {
            HttpHead head = readOne(in);
            if (head.status() / 100 != 1 || head.status() == 101) {
                return head;
            }
        }
    }

    private static HttpHead readOne(InputStream in) throws IOException {
        int[] left = {MAX_BYTES};
        String first = line(in, left);
        if (!first.matches("HTTP/1\\.[01] \\d{3}(?: .*)?")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("the answer has a broken header");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new HttpHead(Integer.parseInt(first.substring(9, 12)), headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed instead of an answer");
            }
            if (--left[0] < 0) {
                throw new IOException("the head of the answer is too long");
            }
            line.append((char) next);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
                ? line.substring(0, end - 1)
                : line.toString();
    }

    /// The bytes of a request's head; `headers` are written in their order.
    ///
    /// @throws IllegalArgumentException when a header could end its line
    static byte[] request(String method, String target, Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach((name, value) -> {
            if (!isHeader(name, value)) {
                throw new IllegalArgumentException("%s is not a header".formatted(name));
            }
            text.append(name).append(": ").append(value).append("\r\n");
        });
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean isHeader(String name, String value) {
        return name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 255 && c != 127));
    }
}
