package hapi.walls;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 34: values reach SQL as parameters and in no other way.
class SqlRulesTest {
    /// Inside one Java statement: a literal with SQL in it is formatted, or put together with
    /// something that is not a constant.
    private static final Pattern BUILT =
            Pattern.compile(
                    "\"[^;]*\\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|WHERE|ORDER BY|AND)\\b[^;]*\""
                            + "\\s*(?:\\.formatted\\(|\\.concat\\(|\\.replace\\(|\\+\\s*(?!\"|[A-Z][\\w.]*\\.?[A-Z_]{2,}\\b|[A-Z_]{2,}\\b)[\\w(])");

    private static final Pattern USES_SQL =
            Pattern.compile("org\\.springframework\\.jdbc|java\\.sql\\.|jdbc\\.repository\\.query");

    /// Classes that build SQL, and of what.
    private static final Map<String, String> BUILDERS =
            new TreeMap<>(
                    Map.of(
                            "hub.message.internal.MessageRepository",
                            "conditions that are literals of its own methods"));

    /// Classes that run SQL without parameters, and what.
    private static final Set<String> STATEMENTS =
            new TreeSet<>(
                    Set.of(
                            "hapi.hub.store.Store",
                            "hapi.hub.store.Migrations",
                            "hapi.hub.store.CachedConnection",
                            "hapi.hub.transfer.PublishedDatabase"));

    @Test
    @DisplayName("row 34: no SQL is put together with a value")
    void sqlIsMadeOfConstants() throws IOException {
        Set<String> building = new TreeSet<>();
        for (Path root : List.of(Path.of("src/main/java"), Path.of("cli/src/main/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    String text = code(file);
                    if (USES_SQL.matcher(text).find() && BUILT.matcher(text).find()) {
                        String name = root.resolve("hapi").relativize(file).toString();
                        building.add(name.replace(".java", "").replace('/', '.'));
                    }
                }
            }
        }

        assertThat(building)
                .as("classes that build SQL; take those that do no more off the list")
                .isEqualTo(BUILDERS.keySet());
    }

    private static String code(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.strip().startsWith("//"))
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    @DisplayName("row 34: only the store runs statements that take no parameters")
    void statementsArePrepared() {
        DescribedPredicate<JavaClass> others =
                DescribedPredicate.describe(
                        "others than " + STATEMENTS,
                        it -> STATEMENTS.stream().noneMatch(name -> it.getName().startsWith(name)));
        DescribedPredicate<JavaMethodCall> runsText =
                DescribedPredicate.describe(
                        "run a text",
                        call -> {
                            MethodCallTarget target = call.getTarget();
                            return target.getOwner().isAssignableTo(Statement.class)
                                    && target.getName().matches("execute\\w*|addBatch")
                                    && !target.getRawParameterTypes().isEmpty();
                        });

        noClasses().that(others).should().callMethodWhere(runsText).check(OurClasses.all());
        noClasses()
                .that(others)
                .and(DescribedPredicate.not(assignableTo(Statement.class)))
                .should()
                .callMethod(java.sql.Connection.class, "createStatement")
                .check(OurClasses.all());
    }

    @ParameterizedTest
    @DisplayName("row 34: the rule knows the usual faults")
    @ValueSource(
            strings = {
                "jdbc.query(\"SELECT * FROM sessions WHERE id = '\" + id + \"'\", ROW);",
                "jdbc.sql(\"SELECT * FROM sessions ORDER BY %s\".formatted(order));",
                "jdbc.sql(\"\"\"\n SELECT * FROM s\n WHERE x\n \"\"\" + order);",
                "String sql = \"DELETE FROM messages WHERE no IN (\" + String.join(\",\", ids);",
                "jdbc.update(\"UPDATE x SET y = \" + (a ? 1 : 2));"
            })
    void theRuleFindsFaults(String line) {
        assertThat(BUILT.matcher(line).find()).isTrue();
    }

    @ParameterizedTest
    @DisplayName("row 34: the rule lets constants pass")
    @ValueSource(
            strings = {
                "jdbc.query(\"SELECT * FROM sessions WHERE id = ?\", ROW, id + \"x\");",
                "jdbc.query(COLUMNS + \"WHERE a = ? AND \" + SoundRows.MESSAGES + \" ORDER BY b\", ROW);",
                "jdbc.query(\"SELECT 1 \" + COLUMNS, ROW);"
            })
    void theRuleLetsConstantsPass(String line) {
        assertThat(BUILT.matcher(line).find()).isFalse();
    }
}
