package hapi.testkit.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The real programs that the tests use, each pinned to the version that is known to work.
public final class Agents {
    /// The package's own link is a stub until its install script has run; we run none.
    private static final String CLAUDE_NATIVE =
            "@anthropic-ai/claude-code-%s-%s/claude".formatted(system(), processor());

    /// The package's own link starts this as its child and does not pass signals on.
    private static final String HAPI_NATIVE =
            "@twsxtd/hapi-%s-%s/bin/hapi".formatted(system(), processor());

    private static final NpmPackage CLAUDE =
            new NpmPackage(
                    "claude", "@anthropic-ai/claude-code", "2.1.197", List.of(CLAUDE_NATIVE));
    private static final NpmPackage PUBLISHED_HAPI =
            new NpmPackage("hapi", "@twsxtd/hapi", "0.30.7", List.of(HAPI_NATIVE));

    /// The package's own link is a Node program that starts this as its child.
    private static final String CODEX_NATIVE =
            "@openai/codex-%s-%s/vendor/%s/bin/codex".formatted(system(), processor(), target());

    private static final NpmPackage CODEX =
            new NpmPackage("codex", "@openai/codex", "0.169.0", List.of(CODEX_NATIVE));

    private static final NpmPackage GEMINI =
            new NpmPackage("gemini", "@google/gemini-cli", "0.61.0", List.of(".bin/gemini"));

    /// The package's own link is a stub until its install script has run; we run none.
    private static final String OPENCODE_NATIVE =
            "opencode-%s-%s/bin/opencode".formatted(system(), processor());

    private static final NpmPackage OPENCODE =
            new NpmPackage("opencode", "opencode-ai", "1.18.33", List.of(OPENCODE_NATIVE));

    private Agents() {}

    /// The executable of the real Claude Code, installed on the first call on a machine.
    public static Path claude() {
        return NpmCache.ofThisMachine().executable(CLAUDE);
    }

    /// The executable of the real Codex.
    public static Path codex() {
        return NpmCache.ofThisMachine().executable(CODEX);
    }

    /// The executable of the real Gemini CLI.
    public static Path gemini() {
        return NpmCache.ofThisMachine().executable(GEMINI);
    }

    /// The executable of the real OpenCode.
    public static Path openCode() {
        return NpmCache.ofThisMachine().executable(OPENCODE);
    }

    /// The executable of the published HAPI: a black-box peer, its content is never looked at.
    public static Path publishedHapi() {
        return NpmCache.ofThisMachine().executable(PUBLISHED_HAPI);
    }

    /// What the maker of Codex calls this machine.
    private static String target() {
        String cpu = processor().equals("arm64") ? "aarch64" : "x86_64";
        return cpu + (system().equals("darwin") ? "-apple-darwin" : "-unknown-linux-musl");
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String processor() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    }
}
