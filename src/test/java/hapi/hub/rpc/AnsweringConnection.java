package hapi.hub.rpc;

import hapi.protocol.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/// A CLI process as the registry sees one; it remembers what it was asked and answers as told.
public final class AnsweringConnection implements RpcConnection {
    public final List<String> asked = new CopyOnWriteArrayList<>();
    private final String id;
    private final BiFunction<String, RawJson, CompletableFuture<RawJson>> answer;
    public volatile boolean isOpen = true;

    public AnsweringConnection(
            String id, BiFunction<String, RawJson, CompletableFuture<RawJson>> answer) {
        this.id = id;
        this.answer = answer;
    }

    public AnsweringConnection(String id, String answer) {
        this(id, (_, _) -> CompletableFuture.completedFuture(RawJson.trusted(answer)));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public CompletableFuture<RawJson> request(String wireMethod, RawJson params, Duration timeout) {
        asked.add(wireMethod + " " + params.text());
        return answer.apply(wireMethod, params);
    }
}
