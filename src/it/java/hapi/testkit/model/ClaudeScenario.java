package hapi.testkit.model;

import static hapi.testkit.model.Reply.say;
import static hapi.testkit.model.Reply.silence;
import static hapi.testkit.model.Reply.slowText;
import static hapi.testkit.model.Reply.text;
import static hapi.testkit.model.Reply.thinking;
import static hapi.testkit.model.Reply.tool;

import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.List;

/// What the tests ask Claude Code to do. The constants are prompts that trigger a rule and the
/// texts that must show up; a prompt without a rule is echoed.
public final class ClaudeScenario {
    public static final String RUN_COMMAND = "please run the long command";

    /// Too long for one line of a phone, and its end is what a person must see before allowing it.
    public static final String COMMAND =
            "mkdir -p build/reports/screens && cp -r docs/pictures build/reports/screens || true;"
                    + " for name in alpha beta gamma delta; do echo \"checking $name\"; done;"
                    + " echo made-by-agent > made-by-agent.txt && rm -rf ./old-results";

    public static final String COMMAND_DONE = "The command has run. Everything is in place.";

    /// Follows a refused tool call; the reason the agent was given comes after it.
    public static final String REFUSED = "I stopped because you told me: ";

    public static final String RUN_NEXT_COMMAND = "now run the second command";
    public static final String NEXT_COMMAND = "echo second-command >> made-by-agent.txt";

    public static final String WRITE_FILE = "please write the note";
    public static final String NOTE_FILE = "note.txt";
    public static final String NOTE = "first line\nsecond line\nthird line\n";
    public static final String WRITTEN = "The note is written.";

    public static final String EDIT_FILE = "please change the note";
    public static final String EDITED = "The note is changed.";

    public static final String ASK = "please ask about the colour";
    public static final String QUESTION = "Which colour shall the button have?";
    public static final String ANSWERED = "Your answer reached me: ";

    public static final String PLAN = "please plan the work";
    public static final String PLAN_TEXT =
            "# Plan\n\n1. Read the note\n2. Change its second line\n3. Report";
    public static final String PLAN_OVER = "The planning is over.";

    public static final String TODOS = "please keep a list";
    public static final String TODOS_NOTED = "The list is noted.";

    public static final String SLOW = "please answer slowly";

    /// The first words of the slow answer; the rest takes most of a minute.
    public static final String SLOW_START = "Slowly, piece by piece,";

    public static final String SLOW_END = "this is the end of the slow answer.";

    public static final String HANG = "please say nothing";
    public static final String LATE = "I was silent for a while.";

    public static final String THINK = "please think hard";
    public static final String THOUGHT = "Let me look at it from both sides.";
    public static final String THOUGHT_DONE = "I have thought about it.";

    public static final String TITLE_PROMPT = "please name this chat";
    public static final String TITLE = "A chat with a name";
    public static final String TITLE_DONE = "The chat has its name.";

    public static final String LONG = "please answer at length";
    public static final int LONG_LINES = 400;
    public static final String LONG_END = "That was all of it.";

    public static final String ASK_HELPER = "please get some help";
    public static final String HELPER_PROMPT = "look into the corners";
    public static final String HELPER_ANSWER = "The corners are clean.";
    public static final String HELPED = "The helper has looked.";

    public static final String FAIL = "please fail";
    public static final String FAILURE = "the script says no";

    /// What a prompt without a rule is answered with, the prompt follows.
    public static final String ECHO = "I got: ";

    private static final Duration SLOW_PACE = Duration.ofMillis(1500);
    private static final Reply ON_REFUSAL = say(text(REFUSED + "{result}"));

    private ClaudeScenario() {}

    public static Scenario scenario() {
        return new Scenario(
                List.of(
                        bash(RUN_COMMAND, "I will run a command.", COMMAND),
                        bash(RUN_NEXT_COMMAND, "And one more.", NEXT_COMMAND),
                        writeNote(),
                        editNote(),
                        Rule.when(
                                        ASK,
                                        say(tool("AskUserQuestion", question())),
                                        say(text(ANSWERED + "{result}")))
                                .ifRefused(ON_REFUSAL),
                        Rule.when(
                                        PLAN,
                                        say(tool("ExitPlanMode", object("plan", PLAN_TEXT))),
                                        say(text(PLAN_OVER)))
                                .ifRefused(ON_REFUSAL),
                        Rule.when(
                                TODOS,
                                say(text("I make a list."), tool("TodoWrite", todos())),
                                say(text(TODOS_NOTED))),
                        Rule.when(SLOW, say(slowText(slowAnswer(), SLOW_PACE))),
                        Rule.when(HANG, say(silence(), text(LATE))),
                        Rule.when(THINK, say(thinking(THOUGHT), text(THOUGHT_DONE))),
                        Rule.when(
                                TITLE_PROMPT,
                                say(tool("mcp__hapi__change_title", object("title", TITLE))),
                                say(text(TITLE_DONE))),
                        Rule.when(LONG, say(text(longAnswer()))),
                        Rule.when(
                                ASK_HELPER,
                                say(text("I get help."), tool("Agent", help())),
                                say(text(HELPED))),
                        Rule.when(HELPER_PROMPT, say(text(HELPER_ANSWER))),
                        Rule.when(FAIL, new Reply.Fail(400, "invalid_request_error", FAILURE)),
                        Rule.when("", say(text(ECHO + "{prompt}")))),
                "A side text");
    }

    private static Rule bash(String trigger, String before, String command) {
        String input =
                Json.write(
                        Json.object()
                                .put("command", command)
                                .put("description", "Prepare the reports"));
        return Rule.when(trigger, say(text(before), tool("Bash", input)), say(text(COMMAND_DONE)))
                .ifRefused(ON_REFUSAL);
    }

    private static Rule writeNote() {
        String input =
                Json.write(
                        Json.object()
                                .put("file_path", "{folder}/" + NOTE_FILE)
                                .put("content", NOTE));
        return Rule.when(
                        WRITE_FILE,
                        say(text("I will write a note."), tool("Write", input)),
                        say(text(WRITTEN)))
                .ifRefused(ON_REFUSAL);
    }

    private static Rule editNote() {
        String path = "{folder}/" + NOTE_FILE;
        String edit =
                Json.write(
                        Json.object()
                                .put("file_path", path)
                                .put("old_string", "second line")
                                .put("new_string", "another line"));
        return Rule.when(
                        EDIT_FILE,
                        say(text("I read the note."), tool("Read", object("file_path", path))),
                        say(text("I change it."), tool("Edit", edit)),
                        say(text(EDITED)))
                .ifRefused(ON_REFUSAL);
    }

    private static String question() {
        return """
        {"questions":[{"question":"%s","header":"Colour","multiSelect":false,"options":[
        {"label":"Red","description":"a warm one"},{"label":"Blue","description":"a cold one"}]}]}
        """
                .formatted(QUESTION);
    }

    private static String help() {
        return Json.write(
                Json.object()
                        .put("description", "Look around")
                        .put("prompt", HELPER_PROMPT)
                        .put("subagent_type", "general-purpose"));
    }

    private static String todos() {
        return """
        {"todos":[{"content":"Read the note","status":"completed","activeForm":"Reading the note"},
        {"content":"Change the note","status":"in_progress","activeForm":"Changing the note"},
        {"content":"Report","status":"pending","activeForm":"Reporting"}]}
        """;
    }

    private static String slowAnswer() {
        return SLOW_START + " one word after the other, ".repeat(24) + SLOW_END;
    }

    private static String longAnswer() {
        StringBuilder answer = new StringBuilder();
        for (int line = 1; line <= LONG_LINES; line++) {
            answer.append("Line ").append(line).append(" of a long answer, with some words.\n");
        }
        return answer.append(LONG_END).toString();
    }

    private static String object(String key, String value) {
        return Json.write(Json.object().put(key, value));
    }
}
