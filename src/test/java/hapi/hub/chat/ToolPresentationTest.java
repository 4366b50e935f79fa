package hapi.hub.chat;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.RawJson;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolPresentationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"npm test && npm run build\"}",
                "{\"command\":[\"bash\",\"-lc\",\"npm test && npm run build\"]}",
                "{\"command\":\"/bin/bash -lc 'npm test && npm run build'\"}"
            })
    void commandIsToldInFull(String input) {
        ToolPresentation tool = present("CodexBash", input);

        assertThat(tool.verb()).isEqualTo(ToolPresentation.Verb.RUN);
        assertThat(tool.subject()).isEqualTo("npm test && npm run build");
        assertThat(((ToolBody.Command) tool.bodies().getFirst()).command())
                .isEqualTo("npm test && npm run build");
    }

    @Test
    void wordsOfACommandListAreQuoted() {
        assertThat(
                        present("shell", "{\"command\":[\"git\",\"commit\",\"-m\",\"it's done\"]}")
                                .subject())
                .isEqualTo("git commit -m 'it'\\''s done'");
    }

    @Test
    void aShellWithMoreThanAScriptStaysAsItIs() {
        String command = "bash -lc 'ls' && rm -rf x";

        assertThat(present("Bash", "{\"command\":\"" + command + "\"}").subject())
                .isEqualTo(command);
    }

    @Test
    void editShowsWhatChangesWithLittleAround() {
        ToolPresentation tool =
                present(
                        "Edit",
                        """
                        {"file_path":"/a/b.txt","old_string":"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n11\\n12","new_string":"one\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n11\\ntwelve\\n13"}
                        """);

        assertThat(tool.subject()).isEqualTo("/a/b.txt");
        assertThat(tool.added()).isEqualTo(3);
        assertThat(tool.removed()).isEqualTo(2);
        assertThat(text(tool)).isEqualTo("-1 +one  2  3  4 …  9  10  11 -12 +twelve +13");
    }

    @Test
    void multiEditWriteAndPatchesShowTheirLines() {
        assertThat(
                        text(
                                present(
                                        "MultiEdit",
                                        "{\"file_path\":\"f\",\"edits\":[{\"old_string\":\"a\",\"new_string\":\"b\"},{\"old_string\":\"c\",\"new_string\":\"\"}]}")))
                .isEqualTo("-a +b … -c");
        assertThat(text(present("Write", "{\"file_path\":\"f\",\"content\":\"x\\n\\ny\\n\"}")))
                .isEqualTo("+x + +y");
        assertThat(
                        text(
                                present(
                                        "apply_patch",
                                        "{\"input\":\"*** Begin Patch\\n*** Update File: f\\n@@\\n a\\n-b\\n+c\\n*** Move to: g\\n*** Add File: h\\n+new\\n*** End Patch\"}")))
                .isEqualTo(" a -b +c | +new");
        assertThat(
                        text(
                                present(
                                        "CodexPatch",
                                        "{\"changes\":{\"f\":{\"update\":{\"unified_diff\":\"@@ -1 +1 @@\\n-a\\n+b\\n\"}},\"g\":{\"add\":{\"content\":\"n\\n\"}}}}")))
                .isEqualTo("-a +b | +n");
        assertThat(
                        text(
                                present(
                                        "CodexPatch",
                                        "{\"changes\":[{\"path\":\"f\",\"kind\":{\"type\":\"add\"},\"diff\":\"n\\n\"},{\"path\":\"g\",\"kind\":{\"type\":\"delete\"},\"diff\":\"o\\n\"}]}")))
                .isEqualTo("+n | -o");
    }

    @Test
    void linesThatLookLikeAHeadInsideAHunkAreNotHidden() {
        assertThat(
                        text(
                                present(
                                        "CodexDiff",
                                        "{\"unified_diff\":\"--- a/f\\n+++ b/f\\n@@ -1,2 +1,2 @@\\n--- quiet\\n+++ loud\\n-x\\n+y\\n\"}")))
                .isEqualTo("--- quiet +++ loud -x +y");
    }

    @Test
    void firstTwelveChangedLinesThenTheRest() {
        String content =
                java.util.stream.IntStream.rangeClosed(1, 20)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining("\\n"));
        ToolBody.Diff diff =
                (ToolBody.Diff)
                        present("Write", "{\"file_path\":\"f\",\"content\":\"" + content + "\"}")
                                .bodies()
                                .getFirst();

        assertThat(diff.linesFor(12)).isEqualTo(12);
        assertThat(diff.linesFor(20)).isEqualTo(20);
        assertThat(diff.added()).isEqualTo(20);
    }

    @Test
    void questionsKeepOptionsAndTheWayTheyAreAnswered() {
        ToolBody.Questions claude =
                (ToolBody.Questions)
                        present(
                                        "AskUserQuestion",
                                        """
                                        {"questions":[{"header":"Tree","question":"Which tree?","multiSelect":true,
                                          "options":[{"label":"Pear","description":"sweet"},{"label":"Plum"}]},{"question":"When?","options":[]}]}
                                        """)
                                .bodies()
                                .getFirst();
        ToolBody.Questions codex =
                (ToolBody.Questions)
                        present(
                                        "request_user_input",
                                        "{\"questions\":[{\"id\":\"name\",\"question\":\"Name?\",\"placeholder\":\"bob\"}]}")
                                .bodies()
                                .getFirst();

        assertThat(claude.questions())
                .containsExactly(
                        new ToolBody.Question(
                                "0",
                                "Tree",
                                "Which tree?",
                                List.of(
                                        new ToolBody.Option("Pear", "sweet"),
                                        new ToolBody.Option("Plum", "")),
                                true,
                                null),
                        new ToolBody.Question("1", "", "When?", List.of(), false, null));
        assertThat(codex.isNested()).isTrue();
        assertThat(codex.questions().getFirst().id()).isEqualTo("name");
    }

    @Test
    void questionWithoutItsFormCanStillBeRead() {
        assertThat(present("AskUserQuestion", "{\"odd\":[1]}").bodies())
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolBody.Questions.class,
                        form -> assertThat(form.questions().getFirst().text()).contains("odd"));
    }

    @Test
    void editThatIsOnlyInTheQuestionIsShown() {
        Permission pending =
                new Permission.Pending(
                        "c",
                        "/w/n.txt",
                        RawJson.trusted(
                                "{\"filepath\":\"/w/n.txt\",\"diff\":\"Index: n\\n--- n\\n+++ n\\n@@ -0,0 +1,1 @@\\n+hi\\n\"}"),
                        1L);
        ToolPresentation tool =
                ToolPresentation.of(
                        new ChatBlock.ToolCallBlock(
                                "tool-c",
                                0,
                                new BlockPosition(0, 1, "m", 0),
                                new ChatBlock.ToolCall("c", "write", RawJson.NULL, "write", "edit"),
                                ChatBlock.ToolState.ASKING,
                                pending,
                                null,
                                null,
                                List.of()));

        assertThat(text(tool)).isEqualTo("+hi");
    }

    @Test
    void everyFieldOfWhatIsAskedIsShown() {
        ToolPresentation command =
                asked(
                        "Bash",
                        "{\"command\":\"ls\",\"description\":\"d\",\"dangerouslyDisableSandbox\":true}");
        ToolPresentation write =
                asked(
                        "Write",
                        "{\"file_path\":\"f\",\"content\":\"bad\",\"diff\":\"@@ -1 +1 @@\\n+good\",\"old_string\":\"x\"}");
        ToolPresentation plain = asked("Bash", "{\"command\":\"ls\"}");

        assertThat(((ToolBody.Json) command.bodies().getLast()).raw().text())
                .isEqualTo("{\"dangerouslyDisableSandbox\":true}");
        assertThat(((ToolBody.Diff) write.bodies().getFirst()).lines())
                .containsExactly(new ToolBody.DiffLine(ToolBody.LineKind.ADDED, "bad"));
        assertThat(((ToolBody.Json) write.bodies().getLast()).raw().text())
                .isEqualTo("{\"diff\":\"@@ -1 +1 @@\\n+good\",\"old_string\":\"x\"}");
        assertThat(plain.bodies()).hasSize(1);
    }

    private static ToolPresentation asked(String name, String input) {
        RawJson raw = RawJson.trusted(input);
        return ToolPresentation.of(
                new ChatBlock.ToolCallBlock(
                        "tool-c",
                        0,
                        new BlockPosition(0, 1, "m", 0),
                        new ChatBlock.ToolCall("c", name, raw, null, null),
                        ChatBlock.ToolState.ASKING,
                        new Permission.Pending("c", name, raw, 1L),
                        null,
                        null,
                        List.of()));
    }

    @Test
    void toolsOfServersAreNamedReadably() {
        assertThat(present("mcp__tracker__create_issue", "{\"title\":\"Pears\"}").subject())
                .isEqualTo("tracker: create issue Pears");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "\"text\"",
                "{}",
                "not json",
                "{\"command\":{}}",
                "{\"command\":[1,null,{}]}",
                "{\"changes\":7}",
                "{\"changes\":{\"f\":3}}",
                "{\"changes\":[1]}",
                "{\"edits\":[null,4]}",
                "{\"questions\":[1,{}]}",
                "{\"todos\":5}",
                "{\"plan\":{}}",
                "{\"unified_diff\":\"@@ -1,999999999 +1 @@\"}"
            })
    void anyInputOfAnyToolIsPresented(String input) {
        for (String name :
                List.of(
                        "Bash",
                        "Read",
                        "Edit",
                        "Write",
                        "Grep",
                        "WebFetch",
                        "AskUserQuestion",
                        "ExitPlanMode",
                        "Task",
                        "TodoWrite",
                        "CodexPatch",
                        "apply_patch",
                        "mcp__",
                        "mcp__a",
                        "",
                        "odd")) {
            assertThat(present(name, input).subject()).isNotNull();
        }
    }

    private static ToolPresentation present(String name, String input) {
        return ToolPresentation.of(
                new ChatBlock.ToolCall("c", name, RawJson.trusted(input), null, null));
    }

    private static String text(ToolPresentation tool) {
        return tool.bodies().stream()
                .map(body ->
                        ((ToolBody.Diff) body)
                                .lines().stream()
                                        .map(line ->
                                                switch (line.kind()) {
                                                    case ADDED -> "+" + line.text();
                                                    case REMOVED -> "-" + line.text();
                                                    case CONTEXT -> " " + line.text();
                                                    case GAP -> "…";
                                                })
                                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));
    }
}
