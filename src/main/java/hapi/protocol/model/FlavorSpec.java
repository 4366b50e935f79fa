package hapi.protocol.model;

import static hapi.protocol.model.FlavorSpec.Capability.COLLABORATION_MODE;
import static hapi.protocol.model.FlavorSpec.Capability.COPILOT_AGENT_MODE;
import static hapi.protocol.model.FlavorSpec.Capability.EFFORT;
import static hapi.protocol.model.FlavorSpec.Capability.EXPANDED_COMMANDS;
import static hapi.protocol.model.FlavorSpec.Capability.MODEL;
import static hapi.protocol.model.FlavorSpec.Capability.MODEL_FIXED_IN_TERMINAL;
import static hapi.protocol.model.FlavorSpec.Capability.MODEL_REASONING_EFFORT;
import static hapi.protocol.model.FlavorSpec.Capability.REMOTE_ONLY;
import static hapi.protocol.model.FlavorSpec.Capability.SERVICE_TIER;
import static hapi.protocol.model.FlavorSpec.Capability.STEERED_PROMPTS;
import static hapi.protocol.model.FlavorSpec.Capability.STEERED_QUEUE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What hub and page must know about an agent: its name for people, its permission modes (the first
/// is the one it starts in), the metadata key of its own session id, and what can be set or asked
/// of it. Data, so that no code asks which agent it is. Source: protocol/rest.md and
/// session-model.md section 9, release 0.30.7.
public record FlavorSpec(
        String id,
        String label,
        List<String> permissionModes,
        String agentSessionIdKey,
        Set<Capability> capabilities) {
    /// What a flavor has and others have not. The first six are settings a person may change while
    /// it runs.
    public enum Capability {
        MODEL,
        EFFORT,
        MODEL_REASONING_EFFORT,
        SERVICE_TIER,
        COLLABORATION_MODE,
        COPILOT_AGENT_MODE,
        /// While a terminal controls it, its model cannot be changed from elsewhere.
        MODEL_FIXED_IN_TERMINAL,
        /// A prompt may be sent into the running turn.
        STEERED_PROMPTS,
        /// A prompt that waits may be put into the running turn.
        STEERED_QUEUE,
        /// It has no mode of a terminal.
        REMOTE_ONLY,
        /// Commands that stand for a text are written out for it: it does not know their names.
        EXPANDED_COMMANDS
    }

    private static final List<String> STEPPED =
            List.of("default", "read-only", "safe-yolo", "yolo");
    private static final FlavorSpec CLAUDE =
            new FlavorSpec(
                    "claude",
                    "Claude",
                    List.of("default", "acceptEdits", "auto", "bypassPermissions", "plan"),
                    "claudeSessionId",
                    Set.of(MODEL, EFFORT));
    private static final Map<String, FlavorSpec> BY_ID =
            Stream.of(
                            CLAUDE,
                            new FlavorSpec(
                                    "codex",
                                    "Codex",
                                    STEPPED,
                                    "codexSessionId",
                                    Set.of(
                                            MODEL,
                                            MODEL_REASONING_EFFORT,
                                            SERVICE_TIER,
                                            COLLABORATION_MODE,
                                            STEERED_QUEUE,
                                            MODEL_FIXED_IN_TERMINAL,
                                            EXPANDED_COMMANDS)),
                            new FlavorSpec(
                                    "gemini", "Gemini", STEPPED, "geminiSessionId", Set.of(MODEL)),
                            new FlavorSpec("kimi", "Kimi", STEPPED, "kimiSessionId", Set.of(MODEL)),
                            new FlavorSpec(
                                    "copilot",
                                    "Copilot",
                                    STEPPED,
                                    "copilotSessionId",
                                    Set.of(MODEL, COPILOT_AGENT_MODE)),
                            new FlavorSpec(
                                    "opencode",
                                    "OpenCode",
                                    List.of("default", "plan", "yolo"),
                                    "opencodeSessionId",
                                    // The last is ours: the published hub steers no OpenCode.
                                    Set.of(MODEL, MODEL_REASONING_EFFORT, STEERED_QUEUE)),
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
                                    "cursorSessionId",
                                    Set.of(MODEL, STEERED_QUEUE, MODEL_FIXED_IN_TERMINAL)),
                            new FlavorSpec(
                                    "grok",
                                    "Grok",
                                    List.of("default", "auto", "plan", "bypassPermissions"),
                                    "grokSessionId",
                                    Set.of(MODEL, EFFORT, MODEL_FIXED_IN_TERMINAL)),
                            new FlavorSpec(
                                    "agy",
                                    "Antigravity",
                                    List.of("request-review", "always-proceed"),
                                    "agySessionId",
                                    Set.of(MODEL, REMOTE_ONLY)),
                            new FlavorSpec(
                                    "pi",
                                    "Pi",
                                    List.of(),
                                    "piSessionId",
                                    Set.of(MODEL, EFFORT, STEERED_PROMPTS, STEERED_QUEUE)),
                            // Ours: any other agent of the Agent Client Protocol.
                            new FlavorSpec(
                                    "acp", "ACP agent", STEPPED, "acpSessionId", Set.of(MODEL)),
                            new FlavorSpec("dsh", "dsh", List.of(), "dshSessionId", Set.of()))
                    .collect(Collectors.toMap(FlavorSpec::id, Function.identity()));
    private static final Set<String> ALL_PERMISSION_MODES =
            BY_ID.values().stream()
                    .flatMap(flavor -> flavor.permissionModes().stream())
                    .collect(Collectors.toUnmodifiableSet());

    public FlavorSpec {
        permissionModes = List.copyOf(permissionModes);
        capabilities = Set.copyOf(capabilities);
    }

    public boolean has(Capability capability) {
        return capabilities.contains(capability);
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

    /// Whether any flavor has a permission mode of this name.
    public static boolean isPermissionMode(String word) {
        return ALL_PERMISSION_MODES.contains(word);
    }
}
