package hapi.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.agent.AgentSetting;
import hapi.cli.claude.HookFolder.HookCall;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// The texts are those that Claude Code 2.1.197 wrote.
class ScreenSettingsTest {
    private static final String SAVED = " and saved as your default for new sessions";

    @TempDir Path folder;
    private Path settings;
    private ScreenSettings screen;

    @BeforeEach
    void start() {
        settings = folder.resolve("settings.json");
        screen = new ScreenSettings("default", settings);
    }

    @ParameterizedTest
    @CsvSource({
        "sonnet, Sonnet 5, sonnet",
        "claude-haiku-4-5, Haiku 4.5, claude-haiku-4-5",
        "opus[1m], Opus 4.8 (1M context), opus[1m]",
        "default, Opus 4.8 (1M context) (default),"
    })
    void modelTypedBehindTheCommandIsTaken(String typed, String named, String model) {
        assertThat(command("model", typed, "Set model to \u001b[1m" + named + "\u001b[22m" + SAVED))
                .contains(new AgentSetting.Model(model));
    }

    @Test
    void modelOfTheMenuThatBecameTheDefaultStandsInTheUsersSettings() throws IOException {
        Files.writeString(settings, "{\"model\":\"sonnet\",\"effortLevel\":\"high\"}");

        assertThat(command("model", "", "Set model to \u001b[1mSonnet 5\u001b[22m" + SAVED))
                .contains(new AgentSetting.Model("sonnet"));
    }

    @Test
    void modelOfTheMenuForThisSessionOnlyIsNamedByTheNextAnswerOnce() throws IOException {
        Files.writeString(settings, "{\"model\":\"opus\"}");

        assertThat(command("model", "", "Set model to Sonnet 5 for this session only")).isEmpty();
        assertThat(screen.told(answer("<synthetic>"))).isEmpty();
        assertThat(screen.told(answer("claude-sonnet-5")))
                .contains(new AgentSetting.Model("claude-sonnet-5"));
        assertThat(screen.told(answer("claude-opus-4-8"))).isEmpty();
    }

    @Test
    void answersAloneChooseNoModel() {
        assertThat(screen.told(answer("claude-sonnet-5"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kept model as Sonnet 5",
                "Model 'x' not found",
                "Set model to \u001b[1m--yolo\u001b[22m"
            })
    void commandThatChangedNothingOrNamesNoModelIsNone(String said) {
        assertThat(command("model", said.contains("--") ? "--yolo" : "", said)).isEmpty();
    }

    @Test
    void effortIsTakenFromWhatClaudeSaidToTheCommand() {
        assertThat(
                        command(
                                "effort",
                                "high",
                                "Set effort level to high (saved as your default for new sessions):"
                                        + " Comprehensive"))
                .contains(new AgentSetting.Effort("high"));
        assertThat(command("effort", "auto", "Effort level set to auto"))
                .contains(new AgentSetting.Effort(null));
        assertThat(command("effort", "bogus", "Invalid argument: bogus. Valid options are: low"))
                .isEmpty();
    }

    @Test
    void outputOfAnotherCommandIsNotTakenForTheModels() {
        assertThat(command("status", "", "Set model to opus")).isEmpty();
        assertThat(output("Set model to opus")).isEmpty();
    }

    @Test
    void whatASubAgentSaysIsNotThePersons() {
        ObjectNode typed =
                text("<command-name>/model</command-name><command-args>x</command-args>");

        screen.told(typed.put("isSidechain", true));

        assertThat(output("Set model to x")).isEmpty();
    }

    @Test
    void permissionModeCountsWhenTheScreensOwnHasChanged() {
        assertThat(screen.told(hook("UserPromptSubmit", "default"))).isEmpty();
        assertThat(screen.told(hook("UserPromptSubmit", "plan")))
                .contains(new AgentSetting.PermissionMode("plan"));
        assertThat(screen.told(hook("Stop", "plan"))).isEmpty();
        assertThat(screen.told(hook("Stop", "default")))
                .contains(new AgentSetting.PermissionMode("default"));
        assertThat(screen.told(hook("SessionStart", ""))).isEmpty();
    }

    @Test
    void modeThatTheScreenNotedWhenItEndedInOrderIsTaken() throws IOException {
        TranscriptScanner scanner = transcript("plan", "acceptEdits");

        screen.told(hook("SessionEnd", ""));

        assertThat(screen.ended(137, scanner)).isEmpty();
        assertThat(screen.ended(143, scanner))
                .contains(new AgentSetting.PermissionMode("acceptEdits"));
    }

    @Test
    void noteOfAnEarlierRunIsNotTakenFromAScreenThatDidNotEndInOrder() throws IOException {
        TranscriptScanner scanner = transcript("plan");

        assertThat(screen.ended(1, scanner)).isEmpty();
        screen.told(hook("SessionEnd", ""));
        screen.told(hook("SessionStart", ""));
        assertThat(screen.ended(1, scanner)).isEmpty();
    }

    private TranscriptScanner transcript(String... modes) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String mode : modes) {
            lines.append(
                    "{\"type\":\"permission-mode\",\"permissionMode\":\"%s\"}\n".formatted(mode));
        }
        Files.writeString(file(), lines);
        TranscriptScanner scanner = new TranscriptScanner(Instant.EPOCH);
        scanner.follow(file());
        assertThat(scanner.poll()).isEmpty();
        return scanner;
    }

    private Path file() {
        return folder.resolve("s.jsonl");
    }

    private HookCall hook(String event, String mode) {
        return new HookCall(event, "s", file(), mode);
    }

    private Optional<AgentSetting> command(String name, String arguments, String said) {
        String typed =
                """
                <command-name>/%s</command-name>
                            <command-message>%s</command-message>
                            <command-args>%s</command-args>\
                """
                        .formatted(name, name, arguments);
        assertThat(List.of(screen.told(text(typed)))).containsExactly(Optional.empty());
        return output(said);
    }

    private Optional<AgentSetting> output(String said) {
        return screen.told(text("<local-command-stdout>" + said + "</local-command-stdout>"));
    }

    private static ObjectNode text(String text) {
        ObjectNode entry = Json.object().put("type", "user");
        entry.putObject("message").put("role", "user").put("content", text);
        return entry;
    }

    private static ObjectNode answer(String model) {
        ObjectNode entry = Json.object().put("type", "assistant");
        entry.putObject("message").put("model", model).putArray("content");
        return entry;
    }
}
