package hapi.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandWordsTest {
    @Test
    void blanksSeparateAndQuotesHoldTogether() {
        assertThat(CommandWords.split("  goose acp  --dir 'my files' \"a 'b'\" x''y '' "))
                .containsExactly("goose", "acp", "--dir", "my files", "a 'b'", "xy", "");
    }

    @Test
    void nothingOfAShellIsUnderstood() {
        assertThat(CommandWords.split("agent $HOME *.md ; rm -rf x | y > z `id` $(id) && w"))
                .containsExactly(
                        "agent", "$HOME", "*.md", ";", "rm", "-rf", "x", "|", "y", ">", "z", "`id`",
                        "$(id)", "&&", "w");
    }

    @Test
    void backslashKeepsBlanksAndQuotesAndIsAPathOtherwise() {
        assertThat(CommandWords.split("C:\\tools\\agent.exe my\\ file \\\"x\\\" 'a\\b'"))
                .containsExactly("C:\\tools\\agent.exe", "my file", "\"x\"", "a\\b");
    }

    @Test
    void openQuoteAndNothingAtAllAreRefused() {
        assertThatThrownBy(() -> CommandWords.split("goose 'acp"))
                .hasMessageContaining("open quote");
        assertThatThrownBy(() -> CommandWords.split("  ")).hasMessageContaining("empty");
        assertThatThrownBy(() -> CommandWords.split("'' x")).hasMessageContaining("empty");
    }
}
