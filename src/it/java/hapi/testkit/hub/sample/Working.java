package hapi.testkit.hub.sample;

import static hapi.testkit.hub.sample.Asking.command;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The sessions that are at work, or could be at once.
final class Working {
    private final Instant base;

    Working(Instant base) {
        this.base = base;
    }

    /// One call of every tool that has a card of its own, in every state there is.
    Story gallery() {
        Script script =
                script("claude", 90)
                        .user("Add WebP export. The command is `lanternfish export --to webp`.")
                        .think("The export has one encoder per format. WebP needs a second one.")
                        .say("I look around first.");
        Gallery.reading(script);
        todos(script, "work-1", "in_progress", "pending", "pending");
        Gallery.changing(script);
        todos(script, "work-2", "completed", "in_progress", "pending");
        Gallery.others(script);
        script.say("Two of three parts are done. The tests run now.")
                .call("work-9", "Bash", command("cargo test --workspace", "Run the tests"));
        return Story.working(script).in("acceptEdits");
    }

    Story stream() {
        Script script =
                script("opencode", 12)
                        .user("The thumbnail job needs an hour for a thousand photos.")
                        .think("Reading each photo twice would explain it.")
                        .codex(plan("completed", "in_progress", "pending"))
                        .say("Each photo is decoded twice. I measure how much that costs.")
                        .codex(
                                Json.object()
                                        .put("type", "tool-call")
                                        .put("name", "python3 jobs/measure.py --photos 200")
                                        .put("callId", "thumb-1")
                                        .put("status", "in_progress")
                                        .put("nativeTitle", "python3 jobs/measure.py --photos 200")
                                        .put("nativeKind", "execute")
                                        .set(
                                                "input",
                                                Json.object()
                                                        .put(
                                                                "command",
                                                                "python3 jobs/measure.py --photos"
                                                                        + " 200")))
                        .codex(
                                Json.object()
                                        .put("type", "token_count")
                                        .set(
                                                "info",
                                                Json.object()
                                                        .put("contextTokens", 152_000)
                                                        .put("modelContextWindow", 200_000)));
        return Story.working(script);
    }

    Story queue() {
        return Story.working(
                        script("codex", 9)
                                .user("Import the autumn catalogue, 2,300 rows.")
                                .say("I read the table in parts of a hundred rows.")
                                .call(
                                        "rows-1",
                                        "CodexBash",
                                        command("python3 tools/import.py autumn.csv", "Import")))
                .in("safe-yolo");
    }

    Story local() {
        return Story.ready(
                script("claude", 16)
                        .user("Sort the reading list by what I can finish on a train.")
                        .say("Nine of the 31 entries are under 40 pages. I put them first.")
                        .event(Json.object().put("type", "switch").put("mode", "local"))
                        .user("only those with a date")
                        .say("Four of them have a date."));
    }

    Story ansi() {
        String report =
                "\u001b[1m\u001b[36mrunning 5 tests\u001b[0m\n"
                        + "test encode::small … \u001b[32mok\u001b[0m\n"
                        + "test encode::alpha … \u001b[32mok\u001b[0m\n"
                        + "test decode::broken … \u001b[31;1mFAILED\u001b[0m\n"
                        + "\u001b[48;5;52m\u001b[38;5;231m left: 3 \u001b[0m"
                        + " \u001b[48;2;20;60;20m\u001b[97m right: 4 \u001b[0m\n"
                        + "\u001b[4munderlined\u001b[24m \u001b[9mgone\u001b[29m"
                        + " \u001b[7mreversed\u001b[27m \u001b[2mfaint\u001b[22m\n"
                        + "\u001b]8;;https://docs.example/e0433\u0007E0433\u001b]8;;\u0007\n"
                        + "10%\r55%\r100% done\n";
        return Story.ready(
                script("gemini", 130)
                        .user("Run the tests and tell me what is red.")
                        .codex(
                                Json.object()
                                        .put("type", "tool-call")
                                        .put("name", "run_shell_command")
                                        .put("callId", "ansi-1")
                                        .set("input", command("cargo test --color always", "")))
                        .result("ansi-1", report)
                        .say("One test is red: `decode::broken` expects four planes."));
    }

    static void todos(Script script, String id, String... states) {
        String[] work = {"Find the encoders", "Write the WebP encoder", "Run all tests"};
        String[] doing = {"Finding the encoders", "Writing the WebP encoder", "Running all tests"};
        ObjectNode input = Json.object();
        ArrayNode todos = input.putArray("todos");
        for (int i = 0; i < states.length; i++) {
            todos.addObject()
                    .put("id", Integer.toString(i))
                    .put("content", work[i])
                    .put("activeForm", doing[i])
                    .put("priority", "medium")
                    .put("status", states[i]);
        }
        script.did(id, "TodoWrite", input, "The list was updated.");
    }

    private static ObjectNode plan(String... states) {
        String[] steps = {"Measure", "Decode once", "Compare pictures"};
        ObjectNode plan = Json.object().put("type", "plan");
        for (int i = 0; i < states.length; i++) {
            plan.withArray("entries")
                    .addObject()
                    .put("content", steps[i])
                    .put("priority", "medium")
                    .put("status", states[i]);
        }
        return plan;
    }

    private Script script(String flavor, int minutesAgo) {
        return new Script(flavor, base.minus(Duration.ofMinutes(minutesAgo)));
    }
}
