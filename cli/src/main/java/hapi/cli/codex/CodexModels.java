package hapi.cli.codex;

import hapi.cli.agent.AgentStartException;
import hapi.cli.config.ProgramVersion;
import hapi.cli.jsonrpc.JsonRpcDialect;
import hapi.cli.jsonrpc.JsonRpcHandler;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.cli.jsonrpc.JsonRpcSession;
import hapi.cli.jsonrpc.Wire;
import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The models Codex offers, asked from an app server of its own: a session's may not run yet.
public final class CodexModels {
    private static final Logger log = LoggerFactory.getLogger(CodexModels.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private CodexModels() {}

    /// `{success:true, models:[{id, displayName, isDefault, ...}]}` as Codex describes them, hidden
    /// ones left out; else `{success:false, error}`. Waits for Codex.
    public static ObjectNode list(Wire.Opener opener) {
        try (JsonRpcSession codex =
                JsonRpcSession.start(opener, JsonRpcDialect.BARE, new Silent())) {
            JsonNode answer =
                    codex.call("initialize", hello(), LIMIT)
                            .thenCompose(_ -> {
                                codex.notify("initialized", Json.object().path("none"));
                                return codex.call("model/list", Json.object(), LIMIT);
                            })
                            .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            ObjectNode result = Json.object().put("success", true);
            ArrayNode models = result.putArray("models");
            for (JsonNode model : answer.path("data")) {
                if (!model.path("hidden").asBoolean(false)) {
                    models.add(model);
                }
            }
            return result;
        } catch (AgentStartException | ExecutionException | TimeoutException e) {
            log.info("codex did not tell its models: {}", e.getMessage());
            return failure("Codex did not tell its models");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("Interrupted");
        }
    }

    static ObjectNode hello() {
        ObjectNode hello = Json.object();
        hello.putObject("clientInfo")
                .put("name", "hapi")
                .put("title", "HAPI")
                .put("version", ProgramVersion.current());
        hello.putObject("capabilities").put("experimentalApi", true);
        return hello;
    }

    private static ObjectNode failure(String why) {
        return Json.object().put("success", false).put("error", why);
    }

    /// What Codex says beside its answers is of no interest here.
    private static final class Silent implements JsonRpcHandler {
        @Override
        public void notification(String method, JsonNode params) {
            log.trace("codex says {}", method);
        }

        @Override
        public boolean request(JsonRpcRequest request) {
            return false;
        }

        @Override
        public void exited(int code, String lastWords) {
            log.trace("codex ended with {}", code);
        }
    }
}
