package hapi.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProgramTest {
    @TempDir private Path first;
    @TempDir private Path second;

    @Test
    void firstFolderOfThePathCounts() throws IOException {
        program(second, "tool");
        Path wanted = program(first, "tool");

        assertThat(AgentProgram.inFolders("tool", Map.of("PATH", first + ":" + second)))
                .contains(wanted);
    }

    @Test
    void onWindowsTheShimCountsAndTheScriptBesideItDoesNot() throws IOException {
        program(first, "tool");
        Path shim = program(first, "tool.cmd");

        assertThat(AgentProgram.inFolders("tool", windows("Path", first + ";" + second)))
                .contains(shim);
    }

    @Test
    void onWindowsTheOrderOfPathextDecides() throws IOException {
        program(first, "tool.cmd");
        Path exe = program(first, "tool.exe");

        assertThat(AgentProgram.inFolders("tool", windows("PATH", first.toString()))).contains(exe);
    }

    @Test
    void fileThatCannotBeStartedIsNone() throws IOException {
        Files.writeString(first.resolve("tool"), "");

        assertThat(AgentProgram.inFolders("tool", Map.of("PATH", first.toString()))).isEmpty();
    }

    @Test
    void missingAgentIsToldWithHowToInstallIt() {
        assertThatThrownBy(() ->
                        AgentProgram.require(
                                FlavorLaunch.CLAUDE, Map.of("HAPI_CLAUDE_PATH", "/nowhere/claude")))
                .isInstanceOf(AgentStartException.class)
                .hasMessageContaining("not installed")
                .hasMessageContaining("npm install -g")
                .hasMessageContaining("HAPI_CLAUDE_PATH");
    }

    private static Map<String, String> windows(String pathName, String path) {
        return Map.of("OS", "Windows_NT", "PATHEXT", ".COM;.EXE;.CMD", pathName, path);
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not made executable: " + file);
        }
        return file;
    }
}
