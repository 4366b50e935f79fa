package hapi.interop;

import static hapi.testkit.model.Reply.say;
import static hapi.testkit.model.Reply.text;
import static hapi.testkit.model.Reply.tool;
import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.Rule;
import hapi.testkit.model.Scenario;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Claude Code with its newer tools for a list of work, one call for one item, which a person
/// switches on.
@Tag("full")
class ClaudeTasksIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void listLivesWithTheCallsThatChangeIt() {
        stage.play(
                new Scenario(
                        List.of(
                                Rule.when(
                                        "make a list",
                                        say(
                                                tool("TaskCreate", created("Read the note")),
                                                tool("TaskCreate", created("Change the note")),
                                                tool("TaskCreate", created("Drop me"))),
                                        say(text("The list is made."))),
                                Rule.when(
                                        "begin the work",
                                        say(
                                                tool("TaskUpdate", updated("1", "completed")),
                                                tool("TaskUpdate", updated("2", "in_progress")),
                                                tool("TaskUpdate", updated("3", "deleted"))),
                                        say(text("The work is begun.")))),
                        "A side text"));
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Path project = stage.folder("project");
        Map<String, String> environment =
                new TreeMap<>(HapiCli.of(stage, Edition.OURS, hub).additions());
        environment.put("CLAUDE_CODE_ENABLE_TASKS", "1");
        stage.start(
                "session",
                Edition.OURS.command("claude", "--hapi-starting-mode", "remote"),
                project,
                environment);
        SteeredSession session = hub.client().awaitSessionIn(project, LIMIT);

        session.send("make a list");
        session.awaitLine("agent: The list is made.");
        assertThat(todos(session))
                .containsExactly(
                        "pending Read the note", "pending Change the note", "pending Drop me");

        session.send("begin the work");
        session.awaitLine("agent: The work is begun.");
        assertThat(todos(session))
                .containsExactly("completed Read the note", "in_progress Change the note");
    }

    private static List<String> todos(SteeredSession session) {
        List<String> todos = new ArrayList<>();
        for (JsonNode todo : session.state().path("todos")) {
            todos.add(todo.path("status").asString() + " " + todo.path("content").asString());
        }
        return todos;
    }

    private static String created(String subject) {
        return "{\"subject\":\"%s\",\"description\":\"%s, please\",\"activeForm\":\"Working\"}"
                .formatted(subject, subject);
    }

    private static String updated(String id, String status) {
        return "{\"taskId\":\"%s\",\"status\":\"%s\"}".formatted(id, status);
    }
}
