package hapi.cli.runner;

import hapi.cli.spawn.ChildSessions;
import hapi.cli.spawn.ProcessMark;
import hapi.cli.spawn.Processes;
import hapi.cli.spawn.SessionRecords;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Talks to the runner of this home, for the commands and for sessions that report themselves.
public final class RunnerClient {
    private static final Logger log = LoggerFactory.getLogger(RunnerClient.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private final RunnerFiles files;
    private final SessionRecords records;
    private final Duration timeout;

    public RunnerClient(HapiHome home, Map<String, String> environment) {
        this.files = new RunnerFiles(home);
        this.records = new SessionRecords(home);
        String millis = environment.getOrDefault("HAPI_RUNNER_HTTP_TIMEOUT", "");
        this.timeout =
                Duration.ofMillis(
                        millis.matches("[1-9]\\d{0,6}") ? Long.parseLong(millis) : 10_000);
    }

    /// The runner that lives and answers with its secret; a process that merely got the id of a
    /// dead one does not.
    public Optional<RunnerState> running() {
        return files.readLive().filter(state -> call(state, "/list", Json.object()).isPresent());
    }

    /// The sessions the runner knows; empty when there is no runner.
    public Optional<JsonNode> list() {
        return files.readLive()
                .flatMap(state -> call(state, "/list", Json.object()))
                .map(answer -> answer.path("children"));
    }

    /// `stopped`, `already_gone`, `still_alive`; empty when there is no runner.
    public Optional<String> stopSession(String sessionId) {
        return files.readLive()
                .flatMap(state ->
                        call(state, "/stop-session", Json.object().put("sessionId", sessionId)))
                .map(answer -> answer.path("status").asString(""));
    }

    /// Tells the runner that this process runs this session, and writes it down for the runner that
    /// comes when there is none now.
    public void sessionStarted(String sessionId, ObjectNode metadata) {
        records.note(ProcessMark.own(), ChildSessions.BY_HAND, sessionId);
        ObjectNode body = Json.object().put("sessionId", sessionId);
        body.set("metadata", metadata);
        files.readLive().ifPresent(state -> call(state, "/session-started", body));
    }

    /// Asks the runner to end, and kills it when it does not within three seconds, hung ones too.
    /// True when there was one.
    public boolean stop() {
        Optional<RunnerState> state = files.readLive();
        if (state.isEmpty()) {
            return false;
        }
        boolean asked = call(state.get(), "/stop", Json.object()).isPresent();
        ProcessMark mark = state.get().mark();
        // Who does not answer may be anybody, unless the process is known to be the very one.
        boolean isOurs = asked || !mark.began().isEmpty();
        if (isOurs && !Processes.awaitEnd(mark.pid(), STOP_PATIENCE) && mark.isAlive()) {
            ProcessHandle.of(mark.pid()).ifPresent(ProcessHandle::destroyForcibly);
            Processes.awaitEnd(mark.pid(), Duration.ofSeconds(2));
        }
        return isOurs;
    }

    private Optional<JsonNode> call(RunnerState state, String path, JsonNode body) {
        try {
            HttpURLConnection call =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:%d%s".formatted(state.httpPort(), path))
                                    .toURL()
                                    .openConnection(Proxy.NO_PROXY);
            call.setConnectTimeout((int) timeout.toMillis());
            call.setReadTimeout((int) timeout.toMillis());
            call.setRequestMethod("POST");
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", "application/json");
            if (state.secret() != null) {
                call.setRequestProperty(ControlServer.SECRET_HEADER, state.secret());
            }
            byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
            call.setFixedLengthStreamingMode(bytes.length);
            call.getOutputStream().write(bytes);
            if (call.getResponseCode() / 100 != 2) {
                log.warn("runner answered {} to {}", call.getResponseCode(), path);
                return Optional.empty();
            }
            try (InputStream in = call.getInputStream()) {
                return Optional.of(
                        Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException | JsonSyntaxException e) {
            log.info("runner with pid {} does not answer: {}", state.pid(), e.toString());
            return Optional.empty();
        }
    }
}
