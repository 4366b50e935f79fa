package hapi.cli.mcp;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `hapi mcp --url URL`: the session's tool server for an agent that only starts tool servers as
/// its children. Each line of stdin goes to the server, its answer comes back as a line of stdout;
/// nothing else is ever written there. Source: agents/codex.md section 3.
///
/// Exit codes: 0 at the end of stdin, 1 when it cannot go on, 2 when there is no usable address.
public final class StdioBridge {
    static final String ADDRESS_VARIABLE = "HAPI_HTTP_MCP_URL";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SERVER_ERROR = -32000;

    private final URI server;
    private final HttpClient http;

    private StdioBridge(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    /// Serves until stdin ends; returns the exit code of the process.
    public static int run(
            List<String> arguments,
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        Optional<URI> server = address(arguments, environment);
        if (server.isEmpty()) {
            err.println("hapi mcp: an http address is needed: --url URL or " + ADDRESS_VARIABLE);
            return 2;
        }
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            new StdioBridge(server.get(), http).serve(in, out);
            return 0;
        } catch (IOException e) {
            err.println("hapi mcp: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /// What else stands there, e.g. `--tools`, is of no meaning here: the server knows its tools.
    private static Optional<URI> address(List<String> arguments, Map<String, String> environment) {
        String address = environment.getOrDefault(ADDRESS_VARIABLE, "");
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith("--url=")) {
                address = word.substring("--url=".length());
            } else if (word.equals("--url")) {
                address = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            }
        }
        try {
            URI uri = URI.create(address.strip());
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return isHttp && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void serve(InputStream in, PrintStream out) throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                Optional<String> answer = ask(line);
                if (answer.isPresent()) {
                    out.print(answer.get() + "\n");
                    out.flush();
                }
            }
        }
    }

    /// Empty when there is nothing to answer.
    private Optional<String> ask(String line) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(server)
                                    .timeout(LIMIT)
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json, text/event-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString(line))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 202) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                return refusal(line, "the session answered " + response.statusCode());
            }
            // One line, whatever the server's layout.
            return Optional.of(plain(Json.parse(response.body()).toString()));
        } catch (IOException e) {
            return refusal(line, "the session cannot be reached");
        } catch (JsonSyntaxException e) {
            return refusal(line, "the session answered something that is no JSON");
        }
    }

    /// JSON that no character set of an output can spoil.
    private static String plain(String json) {
        StringBuilder plain = new StringBuilder();
        json.chars()
                .forEach(c -> {
                    if (c < 0x7f) {
                        plain.append((char) c);
                    } else {
                        plain.append("\\u%04x".formatted(c));
                    }
                });
        return plain.toString();
    }

    /// Only a request may be answered.
    private static Optional<String> refusal(String line, String why) {
        try {
            JsonNode id = Json.parse(line).path("id");
            if (id.isMissingNode()) {
                return Optional.empty();
            }
            ObjectNode answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.putObject("error").put("code", SERVER_ERROR).put("message", why);
            return Optional.of(plain(answer.toString()));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
