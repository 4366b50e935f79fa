package hapi.testkit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The real Claude Code with the scripted model, nothing of HAPI in between.
class ClaudeHomeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void noteIsWrittenAndChangedInTheProject() {
        Path project = stage.folder("project");

        assertThat(ask(project, ClaudeScenario.WRITE_FILE)).contains(ClaudeScenario.WRITTEN);
        assertThat(ask(project, ClaudeScenario.EDIT_FILE)).contains(ClaudeScenario.EDITED);

        assertThat(project.resolve(ClaudeScenario.NOTE_FILE))
                .hasContent("first line\nanother line\nthird line\n");
        assertThat(stage.model().unexpected()).isEmpty();
    }

    @Test
    void listOfTasksIsKept() {
        String said = ask(stage.folder("project"), ClaudeScenario.TODOS);

        assertThat(said).contains(ClaudeScenario.TODOS_NOTED);
        assertThat(
                        stage.model()
                                .awaitRequest(LIMIT, talk -> !talk.results().isEmpty())
                                .conversation()
                                .results()
                                .getFirst()
                                .isError())
                .isFalse();
    }

    @Test
    void failureOfTheModelIsShown() {
        assertThat(ask(stage.folder("project"), ClaudeScenario.FAIL))
                .contains("the script says no");
    }

    private String ask(Path project, String prompt) {
        Map<String, String> environment = new TreeMap<>(stage.claudeHome().environment());
        // Since 2.1 Claude Code offers its old list of tasks only when it is told to.
        environment.put("CLAUDE_CODE_ENABLE_TASKS", "0");
        Program claude =
                stage.start(
                        "claude",
                        List.of(
                                Agents.claude().toString(),
                                "-p",
                                prompt,
                                "--permission-mode",
                                "acceptEdits"),
                        project,
                        environment);
        claude.awaitEnd(LIMIT);
        return claude.log();
    }
}
