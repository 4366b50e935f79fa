package hapi.hub.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {
    private static final String FOLDER = "/home/u/p";

    @ParameterizedTest
    @DisplayName("row 8: the hub passes no path on that leads out of the session's folder")
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../../x",
                "..\\x",
                "a\\..\\..\\x",
                "a/..\\../x",
                "./../x",
                "/etc/passwd",
                "/proc/self/environ",
                "/home/u/p-other/x",
                "/home/u/p/../q",
                "/home/u",
                "/",
                "//home/u/p/../../x",
                "C:\\Windows",
                "C:/Windows",
                "C:",
                "\\\\host\\share\\x",
                "\\x",
                "a\0b",
                "a\nb",
                "a\u007fb"
            })
    void pathsOutsideAreRefused(String path) {
        assertThat(WorkspacePath.isInside(FOLDER, path)).isFalse();
    }

    @ParameterizedTest
    @DisplayName("row 8: names that only look strange are the process's to find")
    @ValueSource(
            strings = {
                "",
                ".",
                "a/../b",
                "src/a.ts",
                "/home/u/p",
                "/home/u/p/",
                "/home/u/p/src/x",
                "/home/u/./p/x",
                "..x",
                "x..",
                "...",
                "%2e%2e/x",
                "a b/ä",
                "x:y"
            })
    void pathsInsidePass(String path) {
        assertThat(WorkspacePath.isInside(FOLDER, path)).isTrue();
    }

    @Test
    @DisplayName("row 8: a path of 4,096 bytes is the longest, a name of 1,024")
    void longPathsAreRefused() {
        assertThat(WorkspacePath.isInside(FOLDER, "a/".repeat(2048))).isTrue();
        assertThat(WorkspacePath.isInside(FOLDER, "a/".repeat(2048) + "b")).isFalse();
        assertThat(WorkspacePath.isInside(FOLDER, "n".repeat(1024))).isTrue();
        assertThat(WorkspacePath.isInside(FOLDER, "n".repeat(1025))).isFalse();
        assertThat(WorkspacePath.isInside(FOLDER, "ä".repeat(513))).isFalse();
    }

    @Test
    @DisplayName("row 8: on a machine with drives their letters and streams count")
    void drivesCount() {
        for (String inside : List.of("x", "a\\b", "C:\\Users\\u\\p\\x", "c:/users/U/p")) {
            assertThat(WorkspacePath.isInside("C:\\Users\\u\\p", inside)).as(inside).isTrue();
        }
        for (String outside :
                List.of(
                        "D:\\Users\\u\\p",
                        "C:\\Users\\u",
                        "/etc",
                        "x.txt::$DATA",
                        "c:x",
                        "C:\\Users\\u\\p\\x:y",
                        "\\\\host\\share")) {
            assertThat(WorkspacePath.isInside("C:\\Users\\u\\p", outside)).as(outside).isFalse();
        }
    }
}
