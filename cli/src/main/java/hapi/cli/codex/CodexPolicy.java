package hapi.cli.codex;

import hapi.protocol.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// What a permission mode means to Codex: when it asks, what its sandbox lets through, and whether
/// its questions are answered yes without a person. Source: agents/codex.md section 4; measured
/// with 0.169.0, which refuses the older policy `on-failure`.
///
/// @param approval a policy's name, or the object of a granular one
/// @param sandbox as `thread/start` and the command line spell it
/// @param isGranting whether questions of tools are answered yes
record CodexPolicy(JsonNode approval, String sandbox, boolean isGranting) {
    private static final String READ_ONLY = "read-only";
    private static final String WORKSPACE = "workspace-write";
    private static final String EVERYTHING = "danger-full-access";

    /// An unknown mode is the default one: it asks.
    static CodexPolicy of(String mode) {
        return switch (mode) {
            case "read-only" -> named("never", READ_ONLY, false);
            case "safe-yolo" -> named("on-request", WORKSPACE, true);
            case "yolo" -> new CodexPolicy(onlyTools(), EVERYTHING, true);
            default -> named("untrusted", WORKSPACE, false);
        };
    }

    /// The mode's policy, or what the user's own arguments for Codex say instead; they count in the
    /// default mode only.
    static CodexPolicy of(String mode, List<String> arguments) {
        CodexPolicy policy = of(mode);
        if (!mode.equals("default")) {
            return policy;
        }
        JsonNode approval = policy.approval;
        String sandbox = policy.sandbox;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (word) {
                case "-s", "--sandbox" -> sandbox = isSandbox(value) ? value : sandbox;
                case "-a", "--ask-for-approval" ->
                        approval = isApproval(value) ? StringNode.valueOf(value) : approval;
                case "--full-auto" -> {
                    approval = StringNode.valueOf("on-request");
                    sandbox = WORKSPACE;
                }
                default -> {}
            }
        }
        return new CodexPolicy(approval, sandbox, false);
    }

    /// The sandbox as `turn/start` spells it.
    String sandboxType() {
        return switch (sandbox) {
            case READ_ONLY -> "readOnly";
            case EVERYTHING -> "dangerFullAccess";
            default -> "workspaceWrite";
        };
    }

    /// Under plain `never` Codex fails each call of a tool server that needs approval; this one
    /// lets such questions through, so that they can be granted.
    private static JsonNode onlyTools() {
        return Json.object()
                .set(
                        "granular",
                        Json.object()
                                .put("mcp_elicitations", true)
                                .put("rules", false)
                                .put("sandbox_approval", false));
    }

    private static CodexPolicy named(String approval, String sandbox, boolean isGranting) {
        return new CodexPolicy(StringNode.valueOf(approval), sandbox, isGranting);
    }

    private static boolean isSandbox(String word) {
        return List.of(READ_ONLY, WORKSPACE, EVERYTHING).contains(word);
    }

    private static boolean isApproval(String word) {
        return List.of("untrusted", "on-request", "never").contains(word);
    }
}
