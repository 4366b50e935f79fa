package hapi.hub.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.chat.ToolPresentation.Verb;
import hapi.hub.session.PendingRequests;
import hapi.hub.ui.sessions.SessionRowEncoder.Facts;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SessionRowEncoderTest {
    private final SessionRowEncoder encoder =
            new SessionRowEncoder(Texts.of(Locale.ENGLISH), Map.of("m1", "Studio laptop"));

    @Test
    void openRequestPutsTheSessionFirstAndSaysWhatIsWanted() {
        JsonNode row =
                encoder.row(
                        session(true, true, null),
                        open(request("Bash", "{\"command\":\"rm -rf dist\"}")));

        assertThat(row.path("section").asString()).isEqualTo("needs");
        assertThat(row.path("words").asString()).isEqualTo("wants to run rm -rf dist");
        assertThat(row.path("since").asLong()).isEqualTo(42);
    }

    @Test
    void questionIsAskedInItsWordsAndOthersAreCounted() {
        var question = request("AskUserQuestion", "{\"questions\":[{\"question\":\"Where to?\"}]}");

        JsonNode row = encoder.row(session(true, false, null), open(question, question));

        assertThat(row.path("words").asString()).isEqualTo("asks: Where to? · 1 more");
    }

    @Test
    void workingSessionTellsItsTodos() {
        JsonNode row = encoder.row(session(true, true, null), Facts.NONE);

        assertThat(row.path("section").asString()).isEqualTo("working");
        assertThat(row.path("words").asString()).isEqualTo("working · todo 2 of 4");
    }

    @Test
    void wordOfAnAgentAtWorkMakesNoOtherRowBeforeTheNextStep() {
        long step = 20_000;

        assertThat(row(true, 5 * step)).isEqualTo(row(true, 6 * step - 1));
        assertThat(row(true, 5 * step)).isNotEqualTo(row(true, 6 * step));
        assertThat(row(false, 5 * step)).isNotEqualTo(row(false, 5 * step + 1));
    }

    private JsonNode row(boolean works, long updatedAt) {
        return encoder.row(session(true, works, null, "A title", updatedAt), Facts.NONE);
    }

    @Test
    void requestOfADeadSessionNeedsNobody() {
        JsonNode row =
                encoder.row(
                        session(false, false, null), open(request("Bash", "{\"command\":\"x\"}")));

        assertThat(row.path("section").asString()).isEqualTo("project");
        assertThat(row.path("words").asString()).isEqualTo("ended {ago}");
    }

    @Test
    void worktreeStandsInItsProjectAndNamesItsBranch() {
        JsonNode row =
                encoder.row(
                        session(
                                true,
                                false,
                                RawJson.ofText(
                                        "{\"basePath\":\"/home/dev/shopfront\",\"branch\":\"refunds\"}")),
                        Facts.NONE);

        assertThat(row.path("project").asString()).isEqualTo("shopfront");
        assertThat(row.path("words").asString()).endsWith("· on branch refunds");
        assertThat(row.path("machine").asString()).isEqualTo("Studio laptop");
    }

    @Test
    void terminalIsSaid() {
        JsonNode row = encoder.row(session(true, false, null), facts(true, false, null, 0));

        assertThat(row.path("words").asString()).isEqualTo("you are at the terminal");
    }

    @Test
    void workingSessionSaysWhichToolItUses() {
        var tool = new ToolsInHand.Tool(Verb.RUN, "npm test in /home/dev/tree");

        JsonNode row = encoder.row(session(true, true, null), facts(false, false, tool, 0));

        assertThat(row.path("words").asString()).isEqualTo("running npm test · todo 2 of 4");
    }

    @Test
    void hiddenCharactersOfWhatARowIsCalledByAreShown() {
        RawJson worktree =
                RawJson.ofText("{\"basePath\":\"/home/dev/sh\u202eop\",\"branch\":\"ma\u200bin\"}");

        JsonNode row =
                new SessionRowEncoder(Texts.of(Locale.ENGLISH), Map.of("m1", "Stu\u2066dio"))
                        .row(session(true, false, worktree, "pay\u202egnp.\u001b[31m"), Facts.NONE);

        assertThat(row.path("title").asString()).isEqualTo("pay⟨U+202E⟩gnp.⟨U+001B⟩[31m");
        assertThat(row.path("project").asString()).isEqualTo("sh⟨U+202E⟩op");
        assertThat(row.path("path").asString()).isEqualTo("/home/dev/sh⟨U+202E⟩op");
        assertThat(row.path("machine").asString()).isEqualTo("Stu⟨U+2066⟩dio");
        assertThat(row.path("words").asString()).endsWith("· on branch ma⟨U+200B⟩in");
    }

    @Test
    void titleInAWritingFromRightToLeftStaysAsItIs() {
        JsonNode row = encoder.row(session(true, false, null, "إصلاح الدفع"), Facts.NONE);

        assertThat(row.path("title").asString()).isEqualTo("إصلاح الدفع");
    }

    @Test
    void newsOfASessionAtWorkDoNotCount() {
        assertThat(news(session(true, true, null))).isZero();
        assertThat(news(session(true, false, null))).isEqualTo(99);
    }

    @Test
    void endingIsSaid() {
        JsonNode row = encoder.row(session(true, false, null), facts(false, true, null, 0));

        assertThat(row.path("ending").asBoolean()).isTrue();
    }

    private long news(SessionSummary session) {
        return encoder.row(session, facts(false, false, null, 99)).path("news").asLong();
    }

    private static Facts open(PendingRequests.Request... requests) {
        return new Facts(List.of(requests), false, false, Optional.empty(), 0);
    }

    private static Facts facts(
            boolean isAtTerminal, boolean isEnding, ToolsInHand.@Nullable Tool tool, long news) {
        return new Facts(List.of(), isAtTerminal, isEnding, Optional.ofNullable(tool), news);
    }

    private static PendingRequests.Request request(String tool, String arguments) {
        return new PendingRequests.Request(
                new RequestId("r"), tool, RawJson.ofText(arguments), false, 42, 42L, "h");
    }

    private static SessionSummary session(
            boolean active, boolean thinking, @Nullable RawJson worktree) {
        return session(active, thinking, worktree, "A title");
    }

    private static SessionSummary session(
            boolean active, boolean thinking, @Nullable RawJson worktree, String title) {
        return session(active, thinking, worktree, title, 2);
    }

    private static SessionSummary session(
            boolean active,
            boolean thinking,
            @Nullable RawJson worktree,
            String title,
            long updatedAt) {
        return new SessionSummary(
                true,
                "s1",
                active,
                thinking,
                1,
                updatedAt,
                false,
                false,
                new SessionSummary.Details(
                        null,
                        "/home/dev/tree",
                        "host",
                        "m1",
                        new SessionSummary.Title(title),
                        "claude",
                        worktree,
                        null,
                        null,
                        null),
                1,
                1,
                1,
                new SessionSummary.TodoProgress(2, 4),
                0,
                List.of(),
                List.of(),
                0,
                0,
                null,
                null,
                null,
                null);
    }
}
