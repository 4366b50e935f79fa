package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every setting that the code or the launcher reads has a row in docs/settings.md, and every row
/// is of a setting that something reads.
class SettingsTableTest {
    private static final String NAME =
            "(HAPI_[A-Z][A-Z_]*[A-Z]|CLI_API_TOKEN|CORS_ORIGINS|DB_PATH|TELEGRAM_[A-Z_]*[A-Z])";
    private static final Pattern IN_JAVA = Pattern.compile("\"" + NAME + "\"");
    private static final Pattern IN_SHELL = Pattern.compile("\\$\\{?" + NAME + "\\b");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `" + NAME + "` \\|");

    @Test
    void everySettingHasItsRow() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String folder : List.of("src/main/java", "cli/src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    collect(IN_JAVA, file, read);
                }
            }
        }
        collect(IN_SHELL, Path.of("hapi"), read);
        collect(IN_SHELL, Path.of(".build/toolchain.sh"), read);
        List<String> rows =
                ROW.matcher(Files.readString(Path.of("docs/settings.md")))
                        .results()
                        .map(row -> row.group(1))
                        .toList();

        assertThat(read).hasSizeGreaterThan(20);
        assertThat(rows).isSorted().doesNotHaveDuplicates();
        assertThat(new TreeSet<>(rows)).isEqualTo(read);
    }

    private static void collect(Pattern pattern, Path file, Set<String> into) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            into.add(matcher.group(1));
        }
    }
}
