package hapi.cli.demo;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the demo agent does on which prompt: real edits and real commands, in its own scratch
/// folder.
final class DemoScript {
    private static final String PAGE = "index.html";
    private static final String FIRST_PAGE =
            """
            <!doctype html>
            <title>Lunch</title>
            <h1>What is for lunch?</h1>
            <ul>
              <li>Soup</li>
              <li>Salad</li>
            </ul>
            """;
    private static final int MAX_OUTPUT_CHARS = 4000;

    private DemoScript() {}

    sealed interface Step {}

    record Say(String text) implements Step {}

    record Think(String text) implements Step {}

    /// A tool call; `work` is done when it is allowed and returns what the agent is told.
    record Call(String tool, ObjectNode input, Work work) implements Step {}

    @FunctionalInterface
    interface Work {
        String run(Path folder, JsonNode input) throws IOException;
    }

    static List<Step> scene(String prompt) {
        String words = prompt.toLowerCase(Locale.ROOT);
        if (words.contains("plan")) {
            return plan();
        }
        if (words.contains("slow")) {
            return slow();
        }
        if (words.contains("ask")) {
            return List.of(question(), new Say("Good, I will keep that in mind."));
        }
        if (words.contains("run") || words.contains("test") || words.contains("command")) {
            return List.of(new Say("I will have a look around."), command());
        }
        if (words.contains("what") && words.contains("do")) {
            return List.of(new Say(HELP));
        }
        return tour();
    }

    private static final String HELP =
            """
            I am a scripted agent; nothing leaves this machine. Try:

            - **build me a page** - I write and edit a file, run a command and ask you something
            - **plan a new page** - I propose a plan and wait for your approval
            - **run the tests** - I ask before I run a command
            - **answer slowly** - so that you can press Stop
            """;

    private static List<Step> tour() {
        return List.of(
                new Think("A small page will do. I look at the folder first, then I write it."),
                new Say("I will make a small page for you. Here is how I go about it:"),
                todos("in_progress", "pending", "pending"),
                write(),
                new Say("The page stands. It should say **when** lunch is, too."),
                edit(),
                todos("completed", "in_progress", "pending"),
                command(),
                todos("completed", "completed", "in_progress"),
                question(),
                todos("completed", "completed", "completed"),
                new Say("All done: `" + PAGE + "` is in the folder.\n\n" + HELP));
    }

    private static List<Step> plan() {
        String plan =
                """
                # A page for the lunch menu

                1. Write `index.html` with a heading and a list
                2. Add the time of day
                3. Check that the file is there\
                """;
        return List.of(
                new Think("The user wants a plan first."),
                new Call(
                        "ExitPlanMode",
                        Json.object().put("plan", plan),
                        (_, _) -> "The user approved the plan."),
                write(),
                new Say("The first step of the plan is done."));
    }

    private static List<Step> slow() {
        return java.util.stream.Stream.<Step>concat(
                        java.util.stream.Stream.of(new Say("I count slowly; press Stop any time.")),
                        java.util.stream.IntStream.rangeClosed(1, 30)
                                .mapToObj(i -> new Say("… " + i)))
                .toList();
    }

    private static Step write() {
        return new Call(
                "Write",
                Json.object().put("file_path", PAGE).put("content", FIRST_PAGE),
                (folder, input) -> {
                    Files.writeString(folder.resolve(PAGE), input.path("content").asString(""));
                    return "File created successfully at: " + PAGE;
                });
    }

    private static Step edit() {
        ObjectNode change =
                Json.object()
                        .put("file_path", PAGE)
                        .put("old_string", "<h1>What is for lunch?</h1>")
                        .put("new_string", "<h1>What is for lunch?</h1>\n<p>Today at 12:30</p>");
        return new Call(
                "Edit",
                change,
                (folder, input) -> {
                    Path file = folder.resolve(PAGE);
                    if (!Files.exists(file)) {
                        return "There is no " + PAGE + " to edit.";
                    }
                    String text = Files.readString(file);
                    Files.writeString(
                            file,
                            text.replace(
                                    input.path("old_string").asString(""),
                                    input.path("new_string").asString("")));
                    return "The file " + PAGE + " has been updated.";
                });
    }

    private static Step command() {
        return new Call(
                "Bash",
                Json.object()
                        .put("command", "ls -l && echo && wc -l *.html && echo 'all checks passed'")
                        .put("description", "Check what is in the folder"),
                (folder, _) -> shell(folder));
    }

    /// Always this very command: what a client sends back as input is not run.
    private static String shell(Path folder) throws IOException {
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ls -l && echo && wc -l *.html && echo 'all checks passed'")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output =
                new String(
                        process.getInputStream().readNBytes(MAX_OUTPUT_CHARS),
                        StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        return output.strip();
    }

    private static Step question() {
        ObjectNode question =
                Json.object()
                        .put("question", "Which colour shall the heading have?")
                        .put("header", "Colour")
                        .put("multiSelect", false);
        question.putArray("options")
                .add(Json.object().put("label", "Green").put("description", "fresh, like salad"))
                .add(Json.object().put("label", "Orange").put("description", "warm, like soup"));
        ObjectNode input = Json.object();
        input.putArray("questions").add(question);
        return new Call(
                "AskUserQuestion",
                input,
                (_, answered) -> "The user answered: " + answered.path("answers"));
    }

    private static Step todos(String write, String check, String ask) {
        ObjectNode input = Json.object();
        input.putArray("todos")
                .add(todo("Write the page", "Writing the page", write))
                .add(todo("Check it", "Checking it", check))
                .add(todo("Ask about the colour", "Asking about the colour", ask));
        return new Call("TodoWrite", input, (_, _) -> "Todos have been modified successfully.");
    }

    private static ObjectNode todo(String content, String activeForm, String status) {
        return Json.object()
                .put("content", content)
                .put("activeForm", activeForm)
                .put("status", status);
    }
}
