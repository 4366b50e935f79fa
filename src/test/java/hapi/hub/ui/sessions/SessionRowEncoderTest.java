package hapi.hub.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.session.PendingRequests;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.SessionSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                        List.of(request("Bash", "{\"command\":\"rm -rf dist\"}")),
                        false);

        assertThat(row.path("section").asString()).isEqualTo("needs");
        assertThat(row.path("words").asString()).isEqualTo("wants to run rm -rf dist");
        assertThat(row.path("since").asLong()).isEqualTo(42);
    }

    @Test
    void questionIsAskedInItsWordsAndOthersAreCounted() {
        var question = request("AskUserQuestion", "{\"questions\":[{\"question\":\"Where to?\"}]}");

        JsonNode row = encoder.row(session(true, false, null), List.of(question, question), false);

        assertThat(row.path("words").asString()).isEqualTo("asks: Where to? · 1 more");
    }

    @Test
    void workingSessionTellsItsTodos() {
        JsonNode row = encoder.row(session(true, true, null), List.of(), false);

        assertThat(row.path("section").asString()).isEqualTo("working");
        assertThat(row.path("words").asString()).isEqualTo("working · todo 2 of 4");
    }

    @Test
    void requestOfADeadSessionNeedsNobody() {
        JsonNode row =
                encoder.row(
                        session(false, false, null),
                        List.of(request("Bash", "{\"command\":\"x\"}")),
                        false);

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
                        List.of(),
                        false);

        assertThat(row.path("project").asString()).isEqualTo("shopfront");
        assertThat(row.path("words").asString()).endsWith("· on branch refunds");
        assertThat(row.path("machine").asString()).isEqualTo("Studio laptop");
    }

    @Test
    void terminalIsSaid() {
        JsonNode row = encoder.row(session(true, false, null), List.of(), true);

        assertThat(row.path("words").asString()).isEqualTo("you are at the terminal");
    }

    private static PendingRequests.Request request(String tool, String arguments) {
        return new PendingRequests.Request(
                new RequestId("r"), tool, RawJson.ofText(arguments), false, 42, 42L, "h");
    }

    private static SessionSummary session(
            boolean active, boolean thinking, @Nullable RawJson worktree) {
        return new SessionSummary(
                true,
                "s1",
                active,
                thinking,
                1,
                2,
                false,
                false,
                new SessionSummary.Details(
                        null,
                        "/home/dev/tree",
                        "host",
                        "m1",
                        new SessionSummary.Title("A title"),
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
