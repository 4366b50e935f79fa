package hapi.testkit.model;

import static hapi.testkit.model.Reply.say;
import static hapi.testkit.model.Reply.silence;
import static hapi.testkit.model.Reply.slowText;
import static hapi.testkit.model.Reply.text;
import static hapi.testkit.model.Reply.thinking;

import java.time.Duration;
import java.util.List;

/// What the tests ask every agent but Claude Code to do: one script, in which only the tool calls
/// differ. A prompt without a rule is echoed.
public final class AgentScenario {
    public static final String RUN_COMMAND = "please run the command";

    /// Appends one line, so that a file tells how often it ran.
    public static final String COMMAND = "echo made-by-agent >> made-by-agent.txt";

    public static final String COMMAND_FILE = "made-by-agent.txt";
    public static final String COMMAND_DONE = "The command has run.";

    /// Follows a refused or failed tool call; what the agent was told comes after it.
    public static final String REFUSED = "I stopped because: ";

    public static final String WRITE_FILE = "please write the note";
    public static final String NOTE_FILE = "note.txt";
    public static final String NOTE = "first line\nsecond line\n";
    public static final String WRITTEN = "The note is written.";

    public static final String TITLE_PROMPT = "please name this chat";
    public static final String TITLE = "A chat with a name";
    public static final String TITLE_DONE = "The chat has its name.";

    public static final String SLOW = "please answer slowly";
    public static final String SLOW_START = "Slowly, piece by piece,";
    public static final String SLOW_END = "this is the end of the slow answer.";

    public static final String HANG = "please say nothing";

    public static final String THINK = "please think hard";
    public static final String THOUGHT = "Let me look at it from both sides.";
    public static final String THOUGHT_DONE = "I have thought about it.";

    public static final String FAIL = "please fail";
    public static final String FAILURE = "the script says no";

    /// What a prompt without a rule is answered with, the prompt follows.
    public static final String ECHO = "I got: ";

    private static final Duration SLOW_PACE = Duration.ofMillis(1500);

    private AgentScenario() {}

    /// How an agent wants its tools called.
    ///
    /// @param command runs [#COMMAND], in a way that makes the agent ask first
    /// @param write writes [#NOTE] into [#NOTE_FILE]
    /// @param title calls HAPI's tool with [#TITLE]
    public record Calls(Piece command, Piece write, Piece title) {}

    public static Scenario scenario(Calls calls) {
        Reply refused = say(text(REFUSED + "{result}"));
        return new Scenario(
                List.of(
                        Rule.when(
                                        RUN_COMMAND,
                                        say(text("I will run a command."), calls.command()),
                                        say(text(COMMAND_DONE)))
                                .ifRefused(refused),
                        Rule.when(
                                        WRITE_FILE,
                                        say(text("I will write a note."), calls.write()),
                                        say(text(WRITTEN)))
                                .ifRefused(refused),
                        Rule.when(TITLE_PROMPT, say(calls.title()), say(text(TITLE_DONE)))
                                .ifRefused(refused),
                        Rule.when(SLOW, say(slowText(slowAnswer(), SLOW_PACE))),
                        Rule.when(HANG, say(silence(), text("I was silent for a while."))),
                        Rule.when(THINK, say(thinking(THOUGHT), text(THOUGHT_DONE))),
                        Rule.when(FAIL, new Reply.Fail(400, "invalid_request_error", FAILURE)),
                        Rule.when("", say(text(ECHO + "{prompt}")))),
                "A side text");
    }

    private static String slowAnswer() {
        return SLOW_START + " one word after the other, ".repeat(24) + SLOW_END;
    }
}
