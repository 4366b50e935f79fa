package hapi.hub.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.chat.ChatBlock.ToolState;
import hapi.hub.chat.CommandRisk;
import hapi.hub.chat.ToolPresentation;
import hapi.protocol.model.FlavorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    /// A key as sources quote it: at least two words with a dot in between.
    private static final Pattern KEY =
            Pattern.compile(
                    "[\"'`]((?:app|nav|time|connection|login|sessions?|chat|delivery|tool|todo"
                            + "|diff|ask|decided|composer|status|mode|event|row|new|settings|wish|risk)"
                            + "\\.[a-zA-Z_][a-zA-Z_.]*[a-zA-Z_])[\"'`]");

    private final Texts texts = Texts.of(Locale.ENGLISH);

    @Test
    void placesAreFilledInOrder() {
        assertThat(texts.text("ask.count", 1, 3)).isEqualTo("1 of 3");
    }

    @Test
    void missingTextIsItsKey() {
        assertThat(texts.text("no.such.text")).isEqualTo("no.such.text");
    }

    @Test
    void unknownLanguageGetsEnglish() {
        assertThat(Texts.of(Locale.of("tlh")).language()).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void everyKeyInTheSourcesHasAText() throws IOException {
        var missing = new TreeSet<String>();
        for (Path root :
                List.of(Path.of("src/main/java/hapi/hub/ui"), Path.of("src/main/frontend/hapi"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher keys = KEY.matcher(Files.readString(file));
                    while (keys.find()) {
                        if (!texts.has(keys.group(1))) {
                            missing.add(keys.group(1) + " in " + file.getFileName());
                        }
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyTitleRiskAndModeHasAText() {
        var missing = new TreeSet<String>();
        for (ToolPresentation.Verb verb : ToolPresentation.Verb.values()) {
            ToolPresentation told = new ToolPresentation(verb, "", List.of(), 0, 0);
            for (ToolState state : ToolState.values()) {
                missing.add(told.titleKey(state));
            }
        }
        for (CommandRisk.Kind kind : CommandRisk.Kind.values()) {
            missing.add("risk." + kind.name().toLowerCase(Locale.ROOT));
        }
        for (String flavor : List.of("claude", "codex", "opencode", "cursor", "grok", "agy")) {
            FlavorSpec.of(flavor).permissionModes().forEach(mode -> missing.add("mode." + mode));
        }
        missing.removeIf(texts::has);

        assertThat(missing).isEmpty();
    }
}
