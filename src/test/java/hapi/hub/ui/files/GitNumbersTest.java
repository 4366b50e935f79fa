package hapi.hub.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ui.files.GitChange.Kind;
import hapi.hub.ui.files.GitChange.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitNumbersTest {
    private static List<GitChange> changes(String... paths) {
        return List.of(paths).stream()
                .map(it ->
                        new GitChange(Section.UNSTAGED, Kind.CHANGED, it, null, false, null, null))
                .toList();
    }

    @Test
    void numbersGoWithTheirPaths() {
        List<GitChange> found =
                GitNumbers.read("4\t2\ta.ts\n1\t0\tb/c.ts\n").on(changes("a.ts", "b/c.ts", "d"));

        assertThat(found).extracting(GitChange::added).containsExactly(4, 1, null);
        assertThat(found).extracting(GitChange::removed).containsExactly(2, 0, null);
    }

    @Test
    void folderInsideOfTheRepositoryIsFound() {
        List<GitChange> found =
                GitNumbers.read("1\t1\tpkg/app/a.ts\n2\t2\tpkg/app/b.ts\n7\t7\tother/a.ts\n")
                        .on(changes("a.ts", "b.ts"));

        assertThat(found).extracting(GitChange::added).containsExactly(1, 2);
    }

    @Test
    void movedFilesAreFoundByTheirNewPath() {
        GitNumbers numbers =
                GitNumbers.read(
                        "1\t0\tweb/{start.ts => app.ts}\n2\t0\told.ts => new.ts\n3\t0\t{a => }/x\n");

        assertThat(numbers.on(changes("web/app.ts", "new.ts", "/x")))
                .extracting(GitChange::added)
                .containsExactly(1, 2, 3);
    }

    @Test
    void binaryFilesHaveNoNumbersAndAreKnown() {
        List<GitChange> all = changes("logo.png", "a.ts");
        GitNumbers numbers = GitNumbers.read("-\t-\tlogo.png\n1\t1\ta.ts\n");

        assertThat(numbers.on(all).getFirst().added()).isNull();
        assertThat(numbers.isBinary(all.getFirst(), all)).isTrue();
        assertThat(numbers.isBinary(all.getLast(), all)).isFalse();
    }

    @Test
    void whatIsNoNumberIsNoAnswer() {
        assertThat(GitNumbers.read("x\ty\ta.ts\n9999999999\t1\ta.ts\n\n\t\t\n").on(changes("a.ts")))
                .extracting(GitChange::added)
                .containsOnlyNulls();
    }
}
