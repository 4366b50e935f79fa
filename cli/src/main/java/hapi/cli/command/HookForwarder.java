package hapi.cli.command;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `hapi hook-forwarder`: passes what the agent's hook gives on standard input to the session's
/// local server. Internal; speaks only on standard error. The JDK's old HTTP client, because each
/// hook of the agent waits for this program to start.
final class HookForwarder {
    private static final String NAME = "[hook-forwarder] ";
    private static final int TIMEOUT_MILLIS = 10_000;
    private final Invocation invocation;

    HookForwarder(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> arguments) {
        List<String> positional = new ArrayList<>();
        Optional<String> port = Optional.empty();
        Optional<String> token = Optional.empty();
        List<String> left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            switch (name) {
                case "--port", "-p" -> port = value(word, equals, left);
                case "--token", "-t" -> token = value(word, equals, left);
                case "--flavor" -> value(word, equals, left);
                default -> positional.add(word);
            }
        }
        if (port.isEmpty() && !positional.isEmpty()) {
            port = Optional.of(positional.removeFirst());
        }
        if (token.isEmpty() && !positional.isEmpty()) {
            token = Optional.of(positional.removeFirst());
        }
        Optional<Integer> number =
                port.filter(text -> text.matches("\\d{1,5}")).map(Integer::valueOf);
        if (number.isEmpty() || number.get() == 0 || number.get() > 65_535) {
            throw new CommandFailure(NAME + "Invalid or missing port argument");
        }
        if (token.isEmpty()) {
            throw new CommandFailure(NAME + "Missing token argument");
        }
        return forward(number.get(), token.get());
    }

    private static Optional<String> value(String word, int equals, List<String> left) {
        if (equals >= 0) {
            return Optional.of(word.substring(equals + 1));
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst());
    }

    private int forward(int port, String token) {
        try {
            byte[] body = invocation.in().readAllBytes();
            String host = InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostAddress();
            HttpURLConnection call =
                    (HttpURLConnection)
                            URI.create("http://%s:%d/hook/session-start".formatted(host, port))
                                    .toURL()
                                    .openConnection(java.net.Proxy.NO_PROXY);
            call.setConnectTimeout(TIMEOUT_MILLIS);
            call.setReadTimeout(TIMEOUT_MILLIS);
            call.setRequestMethod("POST");
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", "application/json");
            call.setRequestProperty("x-hapi-hook-token", token);
            call.setFixedLengthStreamingMode(body.length);
            call.getOutputStream().write(body);
            int status = call.getResponseCode();
            if (status >= 400) {
                throw new CommandFailure(NAME + "the session answered " + status);
            }
            return 0;
        } catch (IOException e) {
            throw new CommandFailure(NAME + "cannot reach the session: " + e.getMessage());
        }
    }
}
