package hapi.cli.agent;

import java.util.function.Supplier;

/// The registry: which code drives which family. A new family does not compile until it is here.
public record AgentBackends(Supplier<AgentBackend> streamJson) {
    /// @throws AgentStartException when this build has no driver for the flavor's family
    public AgentBackend of(FlavorLaunch flavor) throws AgentStartException {
        return switch (flavor.family()) {
            case STREAM_JSON -> streamJson.get();
            case APP_SERVER, ACP ->
                    throw new AgentStartException(
                            "%s is not supported by this build yet".formatted(flavor.label()));
        };
    }
}
