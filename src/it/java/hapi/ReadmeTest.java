package hapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pages for people; that the README's commands work is for [FreshCloneIT].
class ReadmeTest {
    @Test
    void everyFileThatAPageLinksToExists() throws IOException {
        var missing = new TreeSet<String>();
        for (Path page : pages()) {
            for (Path file : Readme.read(page).files()) {
                if (!Files.exists(file)) {
                    missing.add(page + " links to " + file);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(Readme.read(Path.of("README.md")).files())
                .contains(Path.of("docs/images/phone.png"));
    }

    @Test
    void commandsAreTakenFromBlocksAndFromTheTextInBetween() {
        var readme =
                new Readme(
                        Path.of("README.md"),
                        """
                        Type `./hapi doctor`, or look at `docs`:

                            ./hapi hub        # starts it
                            ./hapi claude

                        Once more: `./hapi hub`, `./hapi hub --lan`.
                        """);

        assertThat(readme.commands())
                .containsExactly(
                        "./hapi hub", "./hapi claude", "./hapi doctor", "./hapi hub --lan");
    }

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
