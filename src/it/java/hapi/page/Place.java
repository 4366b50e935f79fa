package hapi.page;

import hapi.testkit.hub.sample.Sample;
import java.util.Locale;

/// The screens of a populated hub, each by its address. `ready` stands on a screen that has loaded.
enum Place {
    INBOX("/inbox", "Tighten the release build"),
    SESSIONS("/sessions", "Rename 140 instruments"),
    CHAT_COMMAND(Sample.RISKY_COMMAND, "Half of the time is a cache"),
    CHAT_TWO_EDITS(Sample.TWO_EDITS, "A seed gets a first and a last month"),
    CHAT_QUESTION(Sample.QUESTION, "Before I write anything"),
    CHAT_PLAN(Sample.PLAN, "I have read how heights are fetched"),
    CHAT_PATCH(Sample.PATCH, "I move the splitting into"),
    CHAT_MCP(Sample.MCP, "三个摊位没有重复"),
    CHAT_SUB_AGENT(Sample.SUB_AGENT, "One helper for each format"),
    CHAT_TOOLS(Sample.GALLERY, "Two of three parts are done"),
    CHAT_STREAM(Sample.STREAM, "Each photo is decoded twice"),
    CHAT_MARKDOWN(Sample.MARKDOWN, "Edge cases"),
    CHAT_EVENTS(Sample.EVENTS, "All tables are fresh again"),
    CHAT_LONG(Sample.LONG, "Page 40 is done"),
    CHAT_QUEUE(Sample.QUEUE, "I read the table in parts"),
    CHAT_ANSI(Sample.ANSI, "expects four planes"),
    CHAT_LOCAL(Sample.LOCAL, "Four of them have a date"),
    CHAT_LONG_TITLE(Sample.LONG_TITLE, "They differ by one minute"),
    CHAT_ARABIC(Sample.ARABIC, "موعدًا حسب الشهر"),
    CHAT_HOSTILE(Sample.HOSTILE, "and a link"),
    CHAT_ENDED(Sample.ENDED, "The sheet is"),
    CHAT_AWAY(Sample.AWAY, "North is 4 degrees off"),
    FILES("/sessions/" + Sample.GALLERY.id() + "/files", "main.rs"),
    TERMINAL("/sessions/" + Sample.GALLERY.id() + "/terminal", "Welcome aboard."),
    NEW_SESSION("/new", "What should it do?"),
    MACHINES("/machines", "north-shed"),
    SETTINGS("/settings", "Sign out"),
    NOT_FOUND("/nowhere/at-all", "");

    private final String path;
    private final String ready;

    Place(String path, String ready) {
        this.path = path;
        this.ready = ready;
    }

    Place(Sample sample, String ready) {
        this("/sessions/" + sample.id(), ready);
    }

    String path() {
        return path;
    }

    /// Empty where there is nothing to wait for but the page itself.
    String ready() {
        return ready;
    }

    /// As a part of a file's name.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
