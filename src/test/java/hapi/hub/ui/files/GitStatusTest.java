package hapi.hub.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ui.files.GitChange.Kind;
import hapi.hub.ui.files.GitChange.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitStatusTest {
    private static final String HASHES = " 100644 100644 100644 1111111 2222222 ";

    @Test
    void fileThatIsStagedAndChangedAgainStandsInBothSections() {
        GitStatus status = GitStatus.read("1 AM N..." + HASHES + "src/a b.ts\n");

        assertThat(status.of(Section.STAGED))
                .containsExactly(change(Section.STAGED, Kind.NEW, "src/a b.ts"));
        assertThat(status.of(Section.UNSTAGED))
                .containsExactly(change(Section.UNSTAGED, Kind.CHANGED, "src/a b.ts"));
    }

    @Test
    void movedFileKnowsWhereItWas() {
        GitStatus status = GitStatus.read("2 RM N..." + HASHES + "R97 now.ts\told name.ts\n");

        assertThat(status.changes()).hasSize(2);
        assertThat(status.changes().getFirst().kind()).isEqualTo(Kind.RENAMED);
        assertThat(status.changes().getFirst().was()).isEqualTo("old name.ts");
        assertThat(status.changes().getLast().was()).as("the later change moved nothing").isNull();
    }

    @Test
    void branchAndItsDistanceAreRead() {
        GitStatus status = GitStatus.read("# branch.head a/b c\n# branch.ab +2 -13\n");

        assertThat(status.branch()).isEqualTo("a/b c");
        assertThat(status.ahead()).isEqualTo(2);
        assertThat(status.behind()).isEqualTo(13);
        assertThat(GitStatus.read("# branch.head (detached)\n").branch()).isNull();
    }

    @Test
    void conflictsSubmodulesDeletionsAndUntrackedFilesAreTold() {
        GitStatus status =
                GitStatus.read(
                        "u UU N... 100644 100644 100644 100644 1 2 3 both.ts\n"
                                + "1 .M SC.. 160000 160000 160000 1 2 lib\n"
                                + "1 D. N..."
                                + HASHES
                                + "gone.ts\n"
                                + "? new/\n"
                                + "! ignored\n");

        assertThat(status.of(Section.CONFLICT).getFirst().path()).isEqualTo("both.ts");
        assertThat(status.of(Section.UNSTAGED).getFirst().isSubmodule()).isTrue();
        assertThat(status.of(Section.STAGED).getFirst().kind()).isEqualTo(Kind.DELETED);
        assertThat(status.of(Section.UNTRACKED).getFirst().path()).isEqualTo("new/");
        assertThat(status.changes()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 ",
                "1 M",
                "1 M. N...",
                "1 MMM N... 1 2 3 4 5 x",
                "2 R. N... 1 2 3 4 5 R9",
                "u",
                "u UU x",
                "?",
                "? ",
                "# branch.ab +x -1",
                "# branch.ab +99999999999 -1",
                "\0\0\0"
            })
    void linesThatAreNoneAreLeftOut(String line) {
        assertThat(GitStatus.read(line + "\n").changes()).isEmpty();
    }

    @Test
    void ofVeryManyChangesTheRestIsCounted() {
        GitStatus status = GitStatus.read("? a file\n".repeat(2_500));

        assertThat(status.changes()).hasSize(GitStatus.MAX_CHANGES);
        assertThat(status.more()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain.ts|plain.ts",
                "\"a\\tb\"|a\tb",
                "\"\\344\\275\\240.md\"|你.md",
                "\"q\\\"q\\\\\"|q\"q\\",
                "\"ä\\303\\244\"|ää",
                "\"open|\"open",
                "\"\\9\"|9",
                "\"|\""
            })
    void quotedPathsAreReadAndBrokenOnesKept(String printed, String path) {
        assertThat(GitPath.read(printed)).isEqualTo(path);
    }

    @Test
    void pathsAboveTheFolderAreNotForTheSession() {
        assertThat(change(Section.STAGED, Kind.NEW, "../x").isInside()).isFalse();
        assertThat(change(Section.STAGED, Kind.NEW, "..x").isInside()).isTrue();
    }

    private static GitChange change(Section section, Kind kind, String path) {
        return new GitChange(section, kind, path, null, false, null, null);
    }
}
