package hapi.hub.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path FOLDER = Path.of("src/main/resources/texts");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    @Test
    void everyLanguageHasTheSameTextsWithTheSamePlaces() throws IOException {
        Texts english = Texts.of(Locale.ENGLISH);
        for (Locale language : Texts.LANGUAGES) {
            Texts other = Texts.of(language);
            assertThat(other.language()).isEqualTo(language);
            // What a language lacks is said in English, so its files are looked at.
            for (String area : Texts.AREAS) {
                assertThat(keys(area, language))
                        .as("texts of %s in %s", area, language)
                        .containsExactlyInAnyOrderElementsOf(keys(area, Locale.ENGLISH));
            }
            other.all()
                    .forEach((key, text) ->
                            assertThat(places(text))
                                    .as("%s in %s", key, language)
                                    .isEqualTo(places(english.all().get(key))));
        }
    }

    @Test
    void everyKeyStandsInOneAreaOnce() throws IOException {
        for (Locale language : Texts.LANGUAGES) {
            Map<String, String> areas = new HashMap<>();
            for (String area : Texts.AREAS) {
                for (String key : keys(area, language)) {
                    assertThat(areas.put(key, area)).as("the other area of %s", key).isNull();
                }
            }
        }
    }

    @Test
    void everyFileIsRead() throws IOException {
        List<String> known = new ArrayList<>();
        for (Locale language : Texts.LANGUAGES) {
            Texts.AREAS.forEach(
                    area -> known.add("%s_%s.properties".formatted(area, language.getLanguage())));
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    /// A key is named whole, or by what it begins with, up to a point.
    @Test
    void everyTextIsUsed() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String root : List.of("src/main/java/hapi/hub", "src/main/frontend/hapi")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        String all = sources.toString();
        assertThat(
                        Texts.of(Locale.ENGLISH).all().keySet().stream()
                                .filter(key -> !isUsed(key, all)))
                .isEmpty();
    }

    @Test
    void unknownLanguageIsAnsweredInEnglishAndAnUnknownKeyByItself() {
        assertThat(Texts.of(Locale.forLanguageTag("xx")).language()).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.of(Locale.ENGLISH).text("no.such.key", 1)).isEqualTo("no.such.key");
        assertThat(Texts.of(Locale.ENGLISH).text("time.ago", "2 h")).isEqualTo("2 h ago");
    }

    private static boolean isUsed(String key, String sources) {
        if (sources.contains("\"" + key + "\"") || sources.contains("'" + key + "'")) {
            return true;
        }
        for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
            String beginning = key.substring(0, dot + 1);
            if (sources.contains("\"" + beginning)
                    || sources.contains("'" + beginning)
                    || sources.contains("`" + beginning)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> keys(String area, Locale language) throws IOException {
        Path file = FOLDER.resolve("%s_%s.properties".formatted(area, language.getLanguage()));
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }
}
