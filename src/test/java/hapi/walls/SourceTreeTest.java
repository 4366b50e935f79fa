package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What only the sources tell: the size of a class, the sentence of a package.
class SourceTreeTest {
    private static final int MAX_LINES = 600;
    private static final List<Path> MAIN =
            List.of(Path.of("src/main/java"), Path.of("cli/src/main/java"));
    private static final List<Path> TESTS =
            List.of(
                    Path.of("src/test/java"),
                    Path.of("cli/src/test/java"),
                    Path.of("src/it/java"),
                    Path.of("src/jmh/java"));
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](\\s|$)");

    @Test
    void noClassHasMoreThan600Lines() throws IOException {
        var tooLong = new TreeSet<String>();
        for (Path file : javaFiles(Stream.concat(MAIN.stream(), TESTS.stream()).toList())) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(file + " has " + lines + " lines, split it by reason to change");
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysInOneSentenceWhatItIsFor() throws IOException {
        var faults = new TreeSet<String>();
        for (Path folder : packages()) {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info)) {
                faults.add(folder + " has no package-info.java");
                continue;
            }
            String text = Files.readString(info);
            if (!text.contains("@NullMarked")) {
                faults.add(info + " is not @NullMarked");
            }
            long sentences = SENTENCE_END.matcher(sentence(text)).results().count();
            if (sentences != 1) {
                faults.add(info + " has " + sentences + " sentences");
            }
        }

        assertThat(faults).isEmpty();
    }

    private static Set<Path> packages() throws IOException {
        var folders = new TreeSet<Path>();
        for (Path file : javaFiles(MAIN)) {
            folders.add(file.getParent());
        }
        return folders;
    }

    private static String sentence(String packageInfo) {
        return packageInfo
                .lines()
                .filter(line -> line.startsWith("///"))
                .map(line -> line.substring(3).strip())
                .reduce("", (a, b) -> a + " " + b);
    }

    private static List<Path> javaFiles(List<Path> roots) throws IOException {
        var files = new TreeSet<Path>();
        for (Path root : roots) {
            if (Files.exists(root)) {
                try (var tree = Files.walk(root)) {
                    tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        return List.copyOf(files);
    }
}
