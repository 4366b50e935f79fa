package hapi.cli.agent;

import hapi.protocol.model.FlavorSpec;
import java.util.List;
import java.util.Optional;

/// What starting an agent of one flavor takes, as data, beside what everybody knows of the flavor
/// in [FlavorSpec]: nothing outside this table and the family's package compares flavor names.
///
/// `program` is looked up on PATH unless the variable `pathVariable` names a file.
///
/// A new agent of a known family is one row here.
public record FlavorLaunch(
        FlavorSpec flavor,
        BackendFamily family,
        String program,
        String pathVariable,
        AgentWords words) {
    public static final FlavorLaunch CLAUDE =
            new FlavorLaunch(
                    FlavorSpec.of("claude"),
                    BackendFamily.STREAM_JSON,
                    "claude",
                    "HAPI_CLAUDE_PATH",
                    new AgentWords(
                            List.of("--yolo", "--dangerously-skip-permissions"),
                            "bypassPermissions",
                            List.of("--dangerously-skip-permissions"),
                            List.of("--effort"),
                            false));

    private static final FlavorLaunch CODEX =
            new FlavorLaunch(
                    FlavorSpec.of("codex"),
                    BackendFamily.APP_SERVER,
                    "codex",
                    "HAPI_CODEX_PATH",
                    new AgentWords(
                            List.of("--yolo", "--dangerously-bypass-approvals-and-sandbox"),
                            "yolo",
                            List.of("--dangerously-bypass-approvals-and-sandbox"),
                            List.of("--effort", "--model-reasoning-effort"),
                            true,
                            true));

    public static final List<FlavorLaunch> ALL =
            List.of(
                    CLAUDE,
                    CODEX,
                    acp("gemini", "gemini", "HAPI_GEMINI_PATH", List.of("--yolo", "-y")),
                    acp("opencode", "opencode", "HAPI_OPENCODE_PATH", List.of("--yolo")),
                    acp("cursor", "agent", "HAPI_CURSOR_PATH", List.of("--yolo", "--force", "-f")));

    /// Any other agent of the protocol; its program is whatever a person names.
    public static final FlavorLaunch ANY_ACP =
            acp("acp", "acp-agent", "HAPI_ACP_PROGRAM", List.of("--yolo"));

    public static Optional<FlavorLaunch> byId(String id) {
        return ALL.stream().filter(launch -> launch.flavor.id().equals(id)).findFirst();
    }

    private static FlavorLaunch acp(
            String id, String program, String pathVariable, List<String> never) {
        return new FlavorLaunch(
                FlavorSpec.of(id),
                BackendFamily.ACP,
                program,
                pathVariable,
                new AgentWords(
                        never,
                        "yolo",
                        List.of(),
                        List.of("--effort", "--model-reasoning-effort"),
                        id.equals("cursor")));
    }

    public FlavorLaunch withProgram(String name) {
        return new FlavorLaunch(flavor, family, name, pathVariable, words);
    }

    public String label() {
        return flavor.label();
    }
}
