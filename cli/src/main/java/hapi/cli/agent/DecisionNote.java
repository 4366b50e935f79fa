package hapi.cli.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person decided beside yes or no. `at` is epoch milliseconds; `mode` is the permission
/// mode chosen with the decision.
public record DecisionNote(long at, @Nullable String mode, List<String> allowedTools) {
    public DecisionNote {
        allowedTools = List.copyOf(allowedTools);
    }
}
