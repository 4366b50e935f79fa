package hapi.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.CatalogueCalls.ModelsParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the real agents answer is in the tests of each agent with the real program.
class MachineModelsTest {
    @TempDir Path folder;

    @Test
    void missingAgentIsNamedWithTheWayToGetIt() {
        MachineModels models = models(Map.of("PATH", folder.toString()), "/");

        assertThat(error(models.codex()))
                .startsWith("Codex is not installed or not on PATH")
                .contains("npm install -g @openai/codex");
        assertThat(error(models.openCode(new ModelsParams(folder.toString()))))
                .startsWith("OpenCode is not installed or not on PATH");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "project", "../x", "/elsewhere", "/allowed/../elsewhere", "/\0"})
    void folderThatIsNotAllowedStartsNoAgent(String cwd) {
        MachineModels models = models(Map.of("HAPI_OPENCODE_PATH", "/bin/false"), "/allowed");

        assertThat(error(models.openCode(new ModelsParams(cwd))))
                .isEqualTo("Path is outside workspace roots");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folderThatIsYetToBeMadeStandsForTheOneAboveIt() throws Exception {
        Path agent = Files.writeString(folder.resolve("agent"), "#!/bin/sh\npwd >&2\npwd > at\n");
        agent.toFile().setExecutable(true);
        MachineModels models = models(Map.of("HAPI_OPENCODE_PATH", agent.toString()), "/");

        String error = error(models.openCode(new ModelsParams(folder + "/new/deep")));

        assertThat(error).startsWith("OpenCode did not tell its models: ");
        assertThat(folder.resolve("at")).hasContent(folder.toRealPath() + "\n");
    }

    private MachineModels models(Map<String, String> environment, String allowed) {
        return new MachineModels(
                new HapiHome(folder),
                environment,
                path -> path.startsWith(allowed),
                InstantSource.system());
    }

    private static String error(RawJson answer) {
        assertThat(answer.read().path("success").asBoolean(true)).isFalse();
        return answer.read().path("error").asString();
    }
}
