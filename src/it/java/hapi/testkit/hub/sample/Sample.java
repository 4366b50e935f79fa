package hapi.testkit.hub.sample;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The sessions of the data set. Their ids are the same in every run.
///
/// Those down to [#SUB_AGENT] want something, eight requests in all; those down to [#LOCAL] work or
/// are ready; the next ones are there for their titles; the last three have ended.
public enum Sample {
    /// A command whose end is its dangerous part.
    RISKY_COMMAND("claude", SampleMachine.WORKBENCH, "tideline", "Tighten the release build"),

    /// Two changes wait, one after the other.
    TWO_EDITS("claude", SampleMachine.WORKBENCH, "seedbank", "Store sowing months as a range"),
    QUESTION("claude", SampleMachine.ATTIC, "harvest-days", "Choose where photos are kept"),
    PLAN("claude", SampleMachine.WORKBENCH, "tideline", "Plan the offline tide tables"),

    /// A patch of several files of Codex.
    PATCH("codex", SampleMachine.WORKBENCH, "brass-band", "Move score parsing into its own module"),

    /// A tool of an MCP server with nested input, under a Chinese title.
    MCP("claude", SampleMachine.ATTIC, "市集地图", "把旧的摊位数据导入新的地图并检查重复的名称"),

    /// A command with a here-document, asked by a sub-agent.
    SUB_AGENT("claude", SampleMachine.WORKBENCH, "lanternfish", "Check three codecs side by side"),

    /// One call of every tool there is a card for; works.
    GALLERY("claude", SampleMachine.WORKBENCH, "lanternfish", "Add WebP export"),

    /// Thinks and runs a command that does not end.
    STREAM("opencode", SampleMachine.ATTIC, "harvest-days", "Speed up the thumbnail job"),
    MARKDOWN("claude", SampleMachine.WORKBENCH, "field-notes", "Explain the sync protocol"),
    EVENTS("claude", SampleMachine.WORKBENCH, "tideline", "Long night with a flaky network"),
    LONG("claude", SampleMachine.ATTIC, "brass-band", "Rename 140 instruments"),

    /// Prompts that wait, one of them for a time.
    QUEUE("codex", SampleMachine.WORKBENCH, "seedbank", "Import the autumn catalogue"),
    ANSI("gemini", SampleMachine.ATTIC, "lanternfish", "Read the coloured test report"),
    LOCAL("claude", SampleMachine.WORKBENCH, "field-notes", "Sort the reading list"),
    LONG_TITLE(
            "claude",
            SampleMachine.WORKBENCH,
            "a-project-with-a-name-that-is-much-longer-than-any-column-of-a-phone",
            "Find out why the nightly comparison of the two harbour tables differs by one minute"
                    + " on every second Sunday"),
    ARABIC("claude", SampleMachine.ATTIC, "دفتر-الحديقة", "رتّب مواعيد الزراعة حسب الشهر 2026"),
    HOSTILE(
            "claude",
            SampleMachine.ATTIC,
            "<b>bold</b>",
            "<img src=x onerror=alert(1)> \u202Etxt.exe"),

    /// Ended; its machine is there.
    ENDED("claude", SampleMachine.WORKBENCH, "seedbank", "Draw the label sheet"),

    /// Ended; its machine is away.
    AWAY("claude", SampleMachine.SHED, "weather-mast", "Calibrate the wind vane"),
    ARCHIVED("codex", SampleMachine.WORKBENCH, "tideline", "Try a smaller chart library");

    private final String flavor;
    private final SampleMachine machine;
    private final String project;
    private final String title;

    Sample(String flavor, SampleMachine machine, String project, String title) {
        this.flavor = flavor;
        this.machine = machine;
        this.project = project;
        this.title = title;
    }

    /// The session's id on every populated hub.
    public String id() {
        return idOf("session " + name());
    }

    public String flavor() {
        return flavor;
    }

    public SampleMachine machine() {
        return machine;
    }

    /// The last part of its folder.
    public String project() {
        return project;
    }

    public String title() {
        return title;
    }

    /// Its folder, a whole path on its machine.
    public String path() {
        return machine.home() + "/projects/" + project;
    }

    /// Does its process live?
    public boolean isActive() {
        return compareTo(ENDED) < 0;
    }

    static String idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
