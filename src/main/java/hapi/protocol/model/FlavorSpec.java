package hapi.protocol.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What hub and page must know about an agent: its name for people, its permission modes (the first
/// is the one it starts in) and the metadata key of its own session id. Data, so that no code asks
/// which agent it is. Source: protocol/rest.md and session-model.md section 9, release 0.30.7.
public record FlavorSpec(
        String id, String label, List<String> permissionModes, String agentSessionIdKey) {
    private static final List<String> STEPPED =
            List.of("default", "read-only", "safe-yolo", "yolo");
    private static final FlavorSpec CLAUDE =
            new FlavorSpec(
                    "claude",
                    "Claude",
                    List.of("default", "acceptEdits", "auto", "bypassPermissions", "plan"),
                    "claudeSessionId");
    private static final Map<String, FlavorSpec> BY_ID =
            Stream.of(
                            CLAUDE,
                            new FlavorSpec("codex", "Codex", STEPPED, "codexSessionId"),
                            new FlavorSpec("gemini", "Gemini", STEPPED, "geminiSessionId"),
                            new FlavorSpec("kimi", "Kimi", STEPPED, "kimiSessionId"),
                            new FlavorSpec("copilot", "Copilot", STEPPED, "copilotSessionId"),
                            new FlavorSpec(
                                    "opencode",
                                    "OpenCode",
                                    List.of("default", "plan", "yolo"),
                                    "opencodeSessionId"),
                            new FlavorSpec(
                                    "cursor",
                                    "Cursor",
                                    List.of(
                                            "default",
                                            "plan",
                                            "ask",
                                            "debug",
                                            "autoReview",
                                            "yolo"),
                                    "cursorSessionId"),
                            new FlavorSpec(
                                    "grok",
                                    "Grok",
                                    List.of("default", "auto", "plan", "bypassPermissions"),
                                    "grokSessionId"),
                            new FlavorSpec(
                                    "agy",
                                    "Antigravity",
                                    List.of("request-review", "always-proceed"),
                                    "agySessionId"),
                            new FlavorSpec("pi", "Pi", List.of(), "piSessionId"),
                            new FlavorSpec("dsh", "dsh", List.of(), "dshSessionId"))
                    .collect(Collectors.toMap(FlavorSpec::id, Function.identity()));

    public FlavorSpec {
        permissionModes = List.copyOf(permissionModes);
    }

    /// How its process takes a decision: as one of the words `approved`, `approved_for_session`,
    /// `abort`; else by permission modes and rules for tools, as Claude's does.
    public boolean decidesInWords() {
        return this != CLAUDE;
    }

    /// The row of a flavor; an unknown or absent one counts as Claude's, as in the published hub.
    public static FlavorSpec of(@Nullable String flavor) {
        return flavor == null ? CLAUDE : BY_ID.getOrDefault(flavor, CLAUDE);
    }

    public static Optional<FlavorSpec> known(String flavor) {
        return Optional.ofNullable(BY_ID.get(flavor));
    }
}
