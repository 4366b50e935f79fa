package hapi.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.tui.RemoteKeys.Pending;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteViewTest {
    private final RemoteView view = new RemoteView(false);

    @ParameterizedTest
    @CsvSource({"120,40", "80,24", "40,10", "20,6", "300,120"})
    void screenNeverExceedsItsSize(int width, int height) {
        view.status(new HubStatus(false, "hub lost, trying again, 12 to send"));
        view.add("日本語テキスト ".repeat(60) + "\n" + "x".repeat(500));
        view.asked(question("a", "echo 👍 && ".repeat(200)));

        List<String> rows = view.rows(width, height, Pending.NOTHING);

        assertThat(rows).hasSizeLessThanOrEqualTo(height);
        assertThat(rows)
                .allSatisfy(row -> assertThat(DisplayText.width(row)).isLessThanOrEqualTo(width));
        assertThat(String.join(" ", rows)).contains("asks: Bash");
    }

    @Test
    void chatEndsAboveTheFooterAndTheHeaderTellsTheHub() {
        view.status(new HubStatus(true, "connected"));
        IntStream.range(0, 100).forEach(i -> view.add("line " + i));

        List<String> rows = view.rows(80, 10, Pending.NOTHING);

        assertThat(rows).hasSize(10);
        assertThat(rows.getFirst()).startsWith("The hub steers").endsWith("● connected");
        assertThat(rows.get(8)).isEqualTo("line 99");
        assertThat(rows.getLast()).contains("Space twice");
    }

    @Test
    void narrowScreenTellsTheHubInARowOfItsOwn() {
        view.status(new HubStatus(false, "hub lost, trying again"));

        assertThat(view.rows(40, 12, Pending.NOTHING).get(1)).isEqualTo("○ hub lost, trying again");
    }

    @Test
    void wholeCommandIsShown() {
        String command = "git log && " + "a".repeat(150) + " && rm -rf build";
        view.asked(question("a", command));

        List<String> rows = view.rows(40, 24, Pending.NOTHING);

        String shown =
                rows.stream()
                        .filter(row -> row.startsWith("▌ "))
                        .map(row -> row.substring(2))
                        .collect(Collectors.joining());
        assertThat(shown.replace(" ", "")).contains(command.replace(" ", ""));
        assertThat(view.canAllow()).isTrue();
    }

    @Test
    void commandLongerThanTheScreenIsAllowedOnlyAfterItsEndWasShown() {
        view.asked(
                question(
                        "a",
                        IntStream.range(0, 60)
                                .mapToObj(i -> "step " + i)
                                .collect(Collectors.joining("\n"))));

        assertThat(text(view.rows(80, 24, Pending.ALLOW)))
                .contains("more lines", "Read to the end");
        assertThat(view.canAllow()).isFalse();

        view.scroll(100);
        assertThat(text(view.rows(80, 24, Pending.ALLOW))).contains("step 59", "allow it once");
        assertThat(view.canAllow()).isTrue();

        view.scroll(-100);
        assertThat(text(view.rows(80, 24, Pending.NOTHING))).contains("step 0");
        assertThat(view.canAllow()).isTrue();
    }

    @Test
    void oldestQuestionIsShownFirstAndTheNextIsReadAnew() {
        view.asked(question("a", "ls"));
        view.asked(question("b", "x\n".repeat(100)));
        assertThat(text(view.rows(80, 24, Pending.NOTHING))).contains("(1 of 2)", "ls");
        assertThat(view.canAllow()).isTrue();

        view.settled("a");
        view.rows(80, 24, Pending.NOTHING);

        assertThat(view.question()).map(OpenQuestion::id).contains("b");
        assertThat(view.canAllow()).isFalse();
    }

    @Test
    void choiceCanOnlyBeRefusedHere() {
        view.asked(new OpenQuestion("q", "Claude", "AskUserQuestion", "{\"questions\":[]}", false));

        assertThat(text(view.rows(80, 24, Pending.NOTHING))).contains("in the hub's page");
        assertThat(view.canAllow()).isFalse();
    }

    @Test
    void agentsNameOfAToolCannotSteerTheScreen() {
        view.asked(new OpenQuestion("q", "Claude", "Ba\033[2Jsh\u202e", "ls", true));

        assertThat(text(view.rows(80, 24, Pending.NOTHING)))
                .contains("asks: Bash")
                .doesNotContain("\033", "\u202e");
    }

    @Test
    void agentWithoutAScreenOffersNoTakingOver() {
        view.canSwitch(false);

        assertThat(text(view.rows(80, 24, Pending.NOTHING))).doesNotContain("take over");
    }

    @Test
    void withoutColoursNothingIsStyled() {
        view.asked(question("a", "ls"));

        assertThat(text(view.rows(80, 24, Pending.NOTHING))).doesNotContain("\033");
        assertThat(text(new RemoteView(true).rows(80, 24, Pending.NOTHING))).contains("\033[1m");
    }

    private static String text(List<String> rows) {
        return String.join("\n", rows);
    }

    private static OpenQuestion question(String id, String command) {
        return new OpenQuestion(id, "Claude", "Bash", command, true);
    }
}
