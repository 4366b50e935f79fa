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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    private static final int MAX_PAGES = 10;

    private CodexModels() {}

    /// `{success:true, models:[{id, displayName, isDefault, ...}]}`, hidden ones left out; else
    /// `{success:false, error}`. Waits for Codex, at most a minute.
    ///
    /// Shape: what the published 0.30.7 answers for the same Codex, measured.
    public static ObjectNode list(Wire.Opener opener) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (JsonRpcSession codex =
                JsonRpcSession.start(opener, JsonRpcDialect.BARE, new Silent())) {
            await(codex.call("initialize", hello(), LIMIT), deadline);
            codex.notify("initialized", Json.object().path("none"));
            ObjectNode result = Json.object().put("success", true);
            ArrayNode models = result.putArray("models");
            ObjectNode params = Json.object();
            for (int page = 0; page < MAX_PAGES; page++) {
                JsonNode answer = await(codex.call("model/list", params, LIMIT), deadline);
                for (JsonNode model : answer.path("data")) {
                    if (!model.path("hidden").asBoolean(false)) {
                        models.add(row(model));
                    }
                }
                if (!answer.path("nextCursor").isString()) {
                    break;
                }
                params = Json.object().put("cursor", answer.path("nextCursor").stringValue());
            }
            return result;
        } catch (TimeoutException e) {
            return failure("it did not answer within %d s".formatted(LIMIT.toSeconds()));
        } catch (AgentStartException e) {
            return failure(String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            return failure(String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("interrupted");
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

    private static JsonNode await(CompletableFuture<JsonNode> answer, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /// What a web client reads: efforts and service tiers as plain words.
    private static ObjectNode row(JsonNode model) {
        String id = model.path("model").asString(model.path("id").asString(""));
        ObjectNode row =
                Json.object()
                        .put("id", id)
                        .put("displayName", model.path("displayName").asString(id))
                        .put("isDefault", model.path("isDefault").asBoolean(false));
        for (String key : List.of("defaultReasoningEffort", "defaultServiceTier")) {
            row.put(key, model.path(key).isString() ? model.path(key).stringValue() : null);
        }
        ArrayNode efforts = row.putArray("supportedReasoningEfforts");
        words(model.path("supportedReasoningEfforts"), "reasoningEffort").forEach(efforts::add);
        Set<String> tiers = words(model.path("serviceTiers"), "id");
        tiers.addAll(words(model.path("additionalSpeedTiers"), "id"));
        ArrayNode tierRow = row.putArray("serviceTiers");
        tiers.forEach(tierRow::add);
        return row;
    }

    /// The items of a list that are words, or objects that have the word under `key`.
    private static Set<String> words(JsonNode list, String key) {
        Set<String> words = new LinkedHashSet<>();
        for (JsonNode item : list) {
            String word = item.isString() ? item.stringValue() : item.path(key).asString("");
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static ObjectNode failure(String why) {
        log.info("codex did not tell its models: {}", why);
        return Json.object()
                .put("success", false)
                .put("error", "Codex did not tell its models: " + why);
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
