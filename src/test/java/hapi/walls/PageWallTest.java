package hapi.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.vaadin.flow.component.ClientCallable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Text of others becomes HTML or script in one reviewed place only: `prose.ts`.
class PageWallTest {
    private static final Path CLIENT = Path.of("src/main/frontend/hapi");
    private static final Path REVIEWED = CLIENT.resolve("chat/prose.ts");
    private static final Pattern MAKES_HTML =
            Pattern.compile(
                    "unsafe(HTML|SVG|Static|CSS)|(inner|outer)HTML|insertAdjacentHTML|srcdoc"
                            + "|document\\.write|createContextualFragment|DOMParser|setHTML"
                            + "|\\beval\\(|new Function|javascript:");
    private static final Pattern PROPERTY_OF_HTML =
            Pattern.compile("\"(inner|outer)HTML\"|\"srcdoc\"|\"on[a-z]+\"\\s*,");

    /// A method of an element is called by its name, never by one that was put together.
    private static final Pattern COMPUTED_NAME =
            Pattern.compile("callJsFunction\\(\\s*(?!\"[\\w.]+\"\\s*[,)])");

    private static JavaClasses ui;

    @BeforeAll
    static void read() {
        ui = new ClassFileImporter().importPath(Path.of("target/classes/hapi/hub/ui"));
    }

    @Test
    @DisplayName("row 11: no view shows HTML or sends scripts")
    void noViewShowsHtmlOrSendsScripts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.vaadin.flow.component.Html")
                .orShould()
                .callMethodWhere(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "scripts as text",
                                call ->
                                        List.of(
                                                        "executeJs",
                                                        "executeJavaScript",
                                                        "addJavaScript",
                                                        "addJsModule",
                                                        "addDynamicImport")
                                                .contains(call.getTarget().getName())))
                .because("an element's own method, with arguments, does the same safely")
                .check(ui);
    }

    @Test
    @DisplayName("row 11: no view sets a property that is HTML or a handler")
    void noViewSetsAPropertyThatIsHtmlOrAHandler() throws IOException {
        assertThat(found(Path.of("src/main/java/hapi/hub/ui"), ".java", PROPERTY_OF_HTML))
                .isEmpty();
    }

    @Test
    @DisplayName("row 11: methods of elements are named in the source")
    void methodsOfElementsAreNamedInTheSource() throws IOException {
        assertThat(found(Path.of("src/main/java/hapi/hub/ui"), ".java", COMPUTED_NAME)).isEmpty();
    }

    @Test
    @DisplayName("row 11: one reviewed place turns text into HTML")
    void onlyProseTurnsTextIntoHtml() throws IOException {
        var places = new TreeSet<String>();
        for (String place : found(CLIENT, ".ts", MAKES_HTML)) {
            if (!place.startsWith(REVIEWED + ":")) {
                places.add(place);
            }
        }

        assertThat(places).isEmpty();
        assertThat(found(REVIEWED, ".ts", MAKES_HTML)).isNotEmpty();
    }

    @Test
    @DisplayName("row 40: what a person does comes as an act, and in no other way")
    void pageListensToNothing() {
        noMethods().should().beAnnotatedWith(ClientCallable.class).check(ui);
        noClasses()
                .should()
                .callMethodWhere(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "listeners of elements",
                                call ->
                                        List.of(
                                                        "addEventListener",
                                                        "addClickListener",
                                                        "addValueChangeListener")
                                                .contains(call.getTarget().getName())))
                .because("hub.ui.act checks who asks, once for all")
                .check(ui);
    }

    /// `file:line` of each match.
    private static TreeSet<String> found(Path root, String ending, Pattern pattern)
            throws IOException {
        var places = new TreeSet<String>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(it -> it.toString().endsWith(ending)).toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (pattern.matcher(lines.get(i)).find()) {
                        places.add(file + ":" + (i + 1) + " " + lines.get(i).strip());
                    }
                }
            }
        }
        return places;
    }
}
