package hapi.hub.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.chat.BlockPosition;
import hapi.hub.chat.ChatBlock;
import hapi.hub.chat.ChatBlock.Delivery;
import hapi.hub.chat.ChatBlock.ToolState;
import hapi.hub.chat.ChatEvent;
import hapi.hub.chat.Permission;
import hapi.hub.permission.Decision;
import hapi.hub.permission.StoredDecision;
import hapi.hub.ui.text.Texts;
import hapi.protocol.content.Attachment;
import hapi.protocol.content.ToolOutput;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RowEncoderTest {
    private static final BlockPosition PLACE = new BlockPosition(100, 7, "m7", 1);
    private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

    private final RowEncoder encoder =
            new RowEncoder(new RowContext(TEXTS, "s1", "/home/dev/shop", Map.of(), Set.of()));

    @Test
    void rowCarriesItsPlaceInTheOrderOfTheChat() {
        JsonNode row = encoder.row(new ChatBlock.AgentText("b", 90, PLACE, "hi", false));

        assertThat(row.path("id").asString()).isEqualTo("b");
        assertThat(row.path("at").asLong()).isEqualTo(90);
        assertThat(row.path("place").toString()).isEqualTo("[100,7,\"m7\",1]");
    }

    @Test
    void agentsMarkdownBecomesSafeHtml() {
        JsonNode row =
                encoder.row(
                        new ChatBlock.AgentText(
                                "b",
                                0,
                                PLACE,
                                "**x** <script>alert(1)</script> <img src=x onerror=y>",
                                false));

        assertThat(row.path("html").asString())
                .contains("<strong>x</strong>")
                .doesNotContain("<script", "onerror=\"");
    }

    @Test
    void promptIsTextAndKeepsItsLocalId() {
        JsonNode row =
                encoder.row(
                        new ChatBlock.UserText(
                                "b",
                                0,
                                PLACE,
                                "<b>no html</b>",
                                List.of(
                                        new Attachment(
                                                "a",
                                                "x.svg",
                                                "image/svg+xml",
                                                1,
                                                "/x",
                                                "data:image/svg+xml;base64,AAAA"),
                                        new Attachment(
                                                "a",
                                                "x.png",
                                                "image/png",
                                                1,
                                                "/x",
                                                "data:image/png;base64,AAAA")),
                                null,
                                "local-1",
                                Delivery.QUEUED,
                                null));

        assertThat(row.path("text").asString()).isEqualTo("<b>no html</b>");
        assertThat(row.path("localId").asString()).isEqualTo("local-1");
        assertThat(row.path("delivery").asString()).isEqualTo("queued");
        assertThat(row.path("attachments").get(0).has("preview")).isFalse();
        assertThat(row.path("attachments").get(1).has("preview")).isTrue();
    }

    @Test
    void commandIsASentenceWithItsOutcome() {
        JsonNode row =
                encoder.row(
                        tool(
                                "Bash",
                                "{\"command\":\"npm test\"}",
                                ToolState.FAILED,
                                null,
                                new ToolOutput("\u001b[31mred\u001b[0m", 1, false, List.of(), null),
                                12_000L));

        assertThat(row.path("verb").asString()).isEqualTo("Ran");
        assertThat(row.path("subject").asString()).isEqualTo("npm test");
        assertThat(row.path("note").asString()).isEqualTo("exit 1");
        assertThat(row.path("millis").asLong()).isEqualTo(12_000);
        JsonNode printed = row.path("parts").get(1);
        assertThat(printed.path("runs").get(0).path("look").asString()).isEqualTo("ansi-fg-red");
        assertThat(printed.toString()).doesNotContain("\u001b");
    }

    @Test
    void pathInsideTheProjectIsToldWithoutTheProject() {
        JsonNode row =
                encoder.row(
                        tool(
                                "Read",
                                "{\"file_path\":\"/home/dev/shop/src/a.ts\"}",
                                ToolState.DONE,
                                null,
                                ToolOutput.ofText("     1→const a\n     2→const b"),
                                null));

        assertThat(row.path("subject").asString()).isEqualTo("src/a.ts");
        assertThat(row.path("parts").get(0).path("runs").get(0).path("text").asString())
                .isEqualTo("const a\nconst b");
    }

    @Test
    void longOutputIsCutInTheRowAndWholeWhenAsked() {
        ChatBlock block =
                tool(
                        "Bash",
                        "{\"command\":\"x\"}",
                        ToolState.DONE,
                        null,
                        ToolOutput.ofText("y".repeat(50_000)),
                        null);

        JsonNode row = encoder.row(block);

        assertThat(row.path("more").asBoolean()).isTrue();
        assertThat(row.toString()).hasSizeLessThan(6_000);
        assertThat(encoder.whole(block).toString()).contains("y".repeat(50_000));
    }

    @Test
    void hiddenCharactersOfACommandAreVisibleAndMarksStayOnTheirWords() {
        JsonNode part =
                encoder.row(
                                tool(
                                        "Bash",
                                        "{\"command\":\"echo \\u202e && rm -rf build\"}",
                                        ToolState.ASKING,
                                        new Permission.Pending(
                                                "r1",
                                                "Bash",
                                                RawJson.ofText(
                                                        "{\"command\":\"echo \\u202e && rm -rf"
                                                                + " build\"}"),
                                                1L),
                                        null,
                                        null))
                        .path("parts")
                        .get(0);

        String text = part.path("text").asString();
        JsonNode mark = part.path("marks").get(0);
        assertThat(text).contains("⟨U+202E⟩");
        assertThat(text.substring(mark.path("from").asInt(), mark.path("to").asInt()))
                .contains("rm");
    }

    @Test
    void openRequestNamesItselfAndHasNoDuration() {
        JsonNode row =
                encoder.row(
                        tool(
                                "Bash",
                                "{\"command\":\"x\"}",
                                ToolState.ASKING,
                                new Permission.Pending("r1", "Bash", RawJson.EMPTY_OBJECT, 1L),
                                null,
                                5L));

        assertThat(row.path("request").asString()).isEqualTo("r1");
        assertThat(row.has("millis")).isFalse();
    }

    @Test
    void decidedCallSaysHowWhenAndFromWhere() {
        StoredDecision stored =
                new StoredDecision(
                        new RequestId("r1"),
                        Decision.allowOnce(),
                        "owner",
                        "ui:phone",
                        "h",
                        4711,
                        StoredDecision.State.CONFIRMED,
                        null);
        RowEncoder with =
                new RowEncoder(new RowContext(TEXTS, "s1", "", Map.of("r1", stored), Set.of()));

        JsonNode decided =
                with.row(
                                tool(
                                        "Bash",
                                        "{\"command\":\"x\"}",
                                        ToolState.DONE,
                                        new Permission.Approved(
                                                "r1",
                                                "Bash",
                                                RawJson.EMPTY_OBJECT,
                                                1L,
                                                2L,
                                                true,
                                                null,
                                                RawJson.NULL),
                                        null,
                                        null))
                        .path("decided");

        assertThat(decided.path("words").asString()).isEqualTo("allowed for this session");
        assertThat(decided.path("at").asLong()).isEqualTo(4711);
        assertThat(decided.path("from").asString()).isEqualTo("phone");
    }

    @Test
    void helperShowsItsLastStepsAndAlwaysThoseThatAsk() {
        List<ChatBlock> children =
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                (ChatBlock)
                                        new ChatBlock.ToolCallBlock(
                                                "c" + i,
                                                0,
                                                PLACE,
                                                call("Bash", "{\"command\":\"x\"}"),
                                                i == 1 ? ToolState.ASKING : ToolState.DONE,
                                                i == 1
                                                        ? new Permission.Pending(
                                                                "r",
                                                                "Bash",
                                                                RawJson.EMPTY_OBJECT,
                                                                1L)
                                                        : null,
                                                null,
                                                null,
                                                List.of()))
                        .toList();

        JsonNode row =
                encoder.row(
                        new ChatBlock.ToolCallBlock(
                                "b",
                                0,
                                PLACE,
                                call("Task", "{\"description\":\"look\",\"prompt\":\"p\"}"),
                                ToolState.RUNNING,
                                null,
                                null,
                                null,
                                children));

        assertThat(row.path("children").findValuesAsString("id"))
                .containsExactly("c1", "c7", "c8", "c9");
        assertThat(row.path("hidden").asInt()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventHasWords(ChatEvent event) {
        JsonNode row = encoder.row(new ChatBlock.EventBlock("e", 0, PLACE, event));

        assertThat(row.path("words").asString()).isNotEmpty().doesNotContain("event.", "row.");
    }

    static Stream<ChatEvent> events() {
        return Stream.of(
                new ChatEvent.ModeSwitched("remote"),
                new ChatEvent.ModeSwitched("local"),
                new ChatEvent.PermissionModeChanged("plan"),
                new ChatEvent.TitleChanged("T"),
                new ChatEvent.LimitReached(null),
                new ChatEvent.LimitReached(5L),
                new ChatEvent.LimitWarning(5L),
                new ChatEvent.ApiError(1, 10, 529, "overloaded"),
                new ChatEvent.ApiError(10, 0, null, "gave up"),
                new ChatEvent.TurnDuration(83_000, null, null),
                new ChatEvent.TurnSummary("did it"),
                new ChatEvent.Compacted(null, 12_000L, "short"),
                new ChatEvent.Compacted(null, null, null),
                new ChatEvent.Recap("x"),
                new ChatEvent.GoalChanged("g", null),
                new ChatEvent.TodoProgress(2, 4, null),
                new ChatEvent.TodoProgress(2, 4, "now"),
                new ChatEvent.Stopped(),
                new ChatEvent.Failure("f"),
                new ChatEvent.PlainNotice("n"),
                new ChatEvent.UnknownEvent("k", RawJson.ofText("{\"a\":1}")));
    }

    @Test
    void unknownThingIsShownAsItIs() {
        JsonNode row =
                encoder.row(
                        new ChatBlock.UnknownBlock(
                                "u", 0, PLACE, "new-kind", RawJson.ofText("{\"deep\":[1]}")));

        assertThat(row.path("kind").asString()).isEqualTo("unknown");
        assertThat(row.toString()).contains("new-kind", "deep");
    }

    private static ChatBlock.ToolCall call(String name, String input) {
        return new ChatBlock.ToolCall("c", name, RawJson.ofText(input), null, null);
    }

    private static ChatBlock tool(
            String name,
            String input,
            ToolState state,
            @Nullable Permission permission,
            @Nullable ToolOutput result,
            @Nullable Long millis) {
        return new ChatBlock.ToolCallBlock(
                "b", 0, PLACE, call(name, input), state, permission, result, millis, List.of());
    }
}
