package hapi.cli.acp;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentStartException;
import hapi.cli.agent.FlavorLaunch;
import hapi.cli.jsonrpc.JsonRpcHandler;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.cli.jsonrpc.Wire;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The models an agent offers in a folder, asked from a process of its own: a new session is opened
/// in it, since that is where the protocol tells them, and left without a word said.
public final class AcpModels {
    private static final Logger log = LoggerFactory.getLogger(AcpModels.class);

    private AcpModels() {}

    /// `{success:true, availableModels:[{modelId, name}], currentModelId}`, else `{success:false,
    /// error}`. Waits for the agent, at most `limit`.
    public static RawJson list(FlavorLaunch flavor, AgentLaunch launch, Duration limit) {
        AcpFlavor acp = AcpFlavor.of(flavor);
        return list(acp, launch, words -> AcpBackend.process(acp, launch, words), limit);
    }

    static RawJson list(
            AcpFlavor flavor,
            AgentLaunch launch,
            Function<List<String>, Wire.Opener> opener,
            Duration limit) {
        Program program;
        try {
            program = new Program(flavor, launch, opener, new Silent());
        } catch (AgentStartException e) {
            return failure(flavor, String.valueOf(e.getMessage()));
        }
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        // However it ends: who waits for an answer of a program that is closed gets a failure.
        over.completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> program.rpc().close());
        try {
            SessionOptions options = program.greet().open(_ -> {}).options();
            return options.option(SessionOptions.MODEL).isPresent()
                    ? options.models()
                    : failure(flavor, "it has no list of them");
        } catch (Handshake.Failed e) {
            return failure(
                    flavor,
                    over.getNow(false)
                            ? "it did not answer within %d s".formatted(limit.toSeconds())
                            : String.valueOf(e.getMessage()));
        } finally {
            over.complete(false);
        }
    }

    private static RawJson failure(AcpFlavor flavor, String why) {
        log.info("{} did not tell its models: {}", flavor.label(), why);
        return RawJson.of(
                Json.object()
                        .put("success", false)
                        .put(
                                "error",
                                "%s did not tell its models: %s".formatted(flavor.label(), why)));
    }

    /// What the agent says beside its answers is of no interest here.
    private static final class Silent implements JsonRpcHandler {
        @Override
        public void notification(String method, JsonNode params) {
            log.trace("the agent says {}", method);
        }

        @Override
        public boolean request(JsonRpcRequest request) {
            return false;
        }

        @Override
        public void exited(int code, String lastWords) {
            log.trace("the agent ended with {}", code);
        }
    }
}
