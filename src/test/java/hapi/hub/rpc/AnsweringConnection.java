package hapi.hub.rpc;

import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import java.nio.charset.StandardCharsets;
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
    public CompletableFuture<RawJson> request(
            String wireMethod, SplicedJson params, Duration timeout) {
        String text = new String(params.toBytes(), StandardCharsets.UTF_8);
        asked.add(wireMethod + " " + text);
        return answer.apply(wireMethod, RawJson.trusted(text));
    }
}
