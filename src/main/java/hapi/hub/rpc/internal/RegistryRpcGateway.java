package hapi.hub.rpc.internal;

import hapi.hub.rpc.RpcConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.LaneKey;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import hapi.protocol.rpc.RpcError;
import hapi.protocol.rpc.RpcMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Calls through the registry of this process.
final class RegistryRpcGateway implements RpcGateway {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryRpcGateway.class);
    private static final String TIMED_OUT = "operation has timed out";

    /// The connection's own timeout comes first; this one only makes sure of it.
    private static final Duration SPARE = Duration.ofSeconds(5);

    /// What a typed method may answer, in characters; those are small. What is handed on unread is
    /// bounded by the socket's frames.
    static final int MAX_RESULT = 4 * 1024 * 1024;

    private final LocalRpcRegistry registry;

    RegistryRpcGateway(LocalRpcRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <P, R> RpcResult<R> call(SessionKey key, RpcMethod<P, R> method, P params) {
        return typed(key, method, params);
    }

    @Override
    public <P, R> RpcResult<R> call(MachineKey key, RpcMethod<P, R> method, P params) {
        return typed(key, method, params);
    }

    private <P, R> RpcResult<R> typed(LaneKey key, RpcMethod<P, R> method, P params) {
        RpcResult<RawJson> raw =
                send(
                        key,
                        method.name(),
                        SplicedJson.of(method.writeParams(params)),
                        method.timeout(),
                        MAX_RESULT);
        return switch (raw) {
            case RpcResult.Ok<RawJson> ok -> read(method, ok.value());
            case RpcResult.Unavailable<RawJson> it -> new RpcResult.Unavailable<>(it.message());
            case RpcResult.TimedOut<RawJson> it -> new RpcResult.TimedOut<>(it.message());
            case RpcResult.Failed<RawJson> it -> new RpcResult.Failed<>(it.message());
        };
    }

    private static <P, R> RpcResult<R> read(RpcMethod<P, R> method, RawJson answer) {
        try {
            JsonNode tree = answer.read();
            Optional<String> error = RpcError.in(tree);
            return error.isPresent()
                    ? new RpcResult.Failed<>(error.get())
                    : new RpcResult.Ok<>(method.readResult(tree));
        } catch (JsonSyntaxException e) {
            LOG.warn("{} answered something else than its result", method.name(), e);
            return new RpcResult.Failed<>("Unexpected answer to " + method.name());
        }
    }

    @Override
    public RpcResult<RawJson> callRaw(
            SessionKey key, String method, RawJson params, Duration timeout) {
        return send(key, method, SplicedJson.of(params), timeout, Integer.MAX_VALUE);
    }

    @Override
    public RpcResult<RawJson> callRaw(
            SessionKey key, String method, SplicedJson params, Duration timeout) {
        return send(key, method, params, timeout, Integer.MAX_VALUE);
    }

    @Override
    public RpcResult<RawJson> callRaw(
            MachineKey key, String method, RawJson params, Duration timeout) {
        return send(key, method, SplicedJson.of(params), timeout, Integer.MAX_VALUE);
    }

    @Override
    public boolean isRegistered(SessionKey key, String method) {
        return registry.find(key, method).isPresent();
    }

    @Override
    public boolean isRegistered(MachineKey key, String method) {
        return registry.find(key, method).isPresent();
    }

    private RpcResult<RawJson> send(
            LaneKey key, String method, SplicedJson params, Duration timeout, int maxChars) {
        String wireName = idOf(key) + ":" + method;
        Optional<RpcConnection> connection = registry.find(key, method);
        if (connection.isEmpty()) {
            return new RpcResult.Unavailable<>("RPC handler not registered: " + wireName);
        }
        String lost = "RPC socket disconnected: " + wireName;
        if (!connection.get().isOpen()) {
            return new RpcResult.Unavailable<>(lost);
        }
        try {
            RawJson answer =
                    connection
                            .get()
                            .request(wireName, params, timeout)
                            .get(timeout.plus(SPARE).toMillis(), TimeUnit.MILLISECONDS);
            if (answer.text().length() > maxChars) {
                LOG.warn("{} answered {} characters, ignored", method, answer.text().length());
                return new RpcResult.Failed<>("Answer to " + method + " is too large");
            }
            return new RpcResult.Ok<>(unwrap(answer));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case RpcConnectionLostException _ -> new RpcResult.Unavailable<>(lost);
                case TimeoutException _ -> new RpcResult.TimedOut<>(TIMED_OUT);
                default -> {
                    LOG.error("call of {} failed", method, e.getCause());
                    yield new RpcResult.Failed<>("Internal error");
                }
            };
        } catch (TimeoutException e) {
            LOG.warn("the connection did not time out by itself: {}", method, e);
            return new RpcResult.TimedOut<>(TIMED_OUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RpcResult.TimedOut<>("interrupted");
        }
    }

    private static String idOf(LaneKey key) {
        return switch (key) {
            case SessionKey session -> session.id().value();
            case MachineKey machine -> machine.id().value();
            case Namespace namespace ->
                    throw new IllegalArgumentException("no process answers for " + namespace);
        };
    }

    /// The answer is a JSON text inside a JSON string; anything else is taken as it is, and a
    /// string that is not JSON is a plain text.
    private static RawJson unwrap(RawJson answer) {
        if (!answer.text().startsWith("\"")) {
            return answer;
        }
        String text = Json.parse(answer.text()).stringValue();
        try {
            return RawJson.ofText(text);
        } catch (JsonSyntaxException e) {
            LOG.debug("an answer is a text, not JSON", e);
            return answer;
        }
    }
}
