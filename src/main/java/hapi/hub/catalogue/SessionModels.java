package hapi.hub.catalogue;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.rpc.CatalogueCalls.Model;
import hapi.protocol.rpc.CatalogueCalls.ModelList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The models and efforts that a running session may change to. The process asks its agent, which
/// may ask its maker: blocks up to two minutes. An agent that names none is no fault: what is set
/// stays, and can be set by its name elsewhere.
@Component
public final class SessionModels {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /// Whom to ask, and for what, by flavor. Source: protocol/rpc-methods.md section 4.
    private static final Map<String, String> MODELS =
            Map.of(
                    "codex", "listCodexModels",
                    "opencode", "listOpencodeModels",
                    "cursor", "listCursorModels",
                    "grok", "listGrokModels",
                    "copilot", "listCopilotModels",
                    "pi", "listPiModels");

    private static final Map<String, String> EFFORTS =
            Map.of(
                    "opencode", "listOpencodeReasoningEffortOptions",
                    "grok", "listGrokReasoningEffortOptions");

    /// Names that an agent knows itself; nobody is asked for them. Models newest first.
    private static final Map<String, Offer> KNOWN =
            Map.of(
                    "claude",
                    new Offer(
                            List.of(
                                    new Model("opus", "Opus"),
                                    new Model("sonnet", "Sonnet"),
                                    new Model("haiku", "Haiku")),
                            List.of(
                                    new Model("low", "Low"),
                                    new Model("medium", "Medium"),
                                    new Model("high", "High"),
                                    new Model("max", "Max"))));

    private final RpcGateway rpc;

    public SessionModels(RpcGateway rpc) {
        this.rpc = rpc;
    }

    /// What may be chosen; an effort has the shape of a model.
    public record Offer(List<Model> models, List<Model> efforts) {
        static final Offer NONE = new Offer(List.of(), List.of());

        public Offer {
            models = List.copyOf(models);
            efforts = List.copyOf(efforts);
        }
    }

    /// What is known without asking anybody; empty when somebody must be asked.
    public static Optional<Offer> known(FlavorSpec flavor) {
        return MODELS.containsKey(flavor.id())
                ? Optional.empty()
                : Optional.of(KNOWN.getOrDefault(flavor.id(), Offer.NONE));
    }

    /// @param model the one in force, which decides about its efforts; null when the agent chooses
    public Offer offer(SessionKey key, FlavorSpec flavor, @Nullable String model) {
        Optional<Offer> known = known(flavor);
        if (known.isPresent()) {
            return known.get();
        }
        List<Model> models =
                ask(key, MODELS.get(flavor.id()))
                        .map(ModelList::of)
                        .map(ModelList::models)
                        .orElse(List.of());
        List<Model> efforts =
                EFFORTS.containsKey(flavor.id())
                        ? options(ask(key, EFFORTS.get(flavor.id())))
                        : ofModel(models, model);
        return new Offer(models, efforts);
    }

    private Optional<RawJson> ask(SessionKey key, @Nullable String method) {
        return method != null
                        && rpc.callRaw(key, method, RawJson.EMPTY_OBJECT, PATIENCE)
                                instanceof RpcResult.Ok<RawJson>(RawJson answer)
                ? Optional.of(answer)
                : Optional.empty();
    }

    private static List<Model> options(Optional<RawJson> told) {
        List<Model> efforts = new ArrayList<>();
        told.ifPresent(answer ->
                answer.read().path("options").forEach(it -> option(it).ifPresent(efforts::add)));
        return efforts;
    }

    private static Optional<Model> option(JsonNode told) {
        JsonNode id = told.path("value");
        return id.isString() && !id.stringValue().isBlank()
                ? Optional.of(
                        new Model(id.stringValue(), told.path("name").asString(id.stringValue())))
                : Optional.empty();
    }

    /// Those of the model in force, else of the one that the agent takes by itself.
    private static List<Model> ofModel(List<Model> models, @Nullable String model) {
        return models.stream()
                .filter(it -> model == null ? it.isOwn() : it.id().equals(model))
                .flatMap(it -> it.efforts().stream())
                .map(it -> new Model(it, it))
                .toList();
    }
}
