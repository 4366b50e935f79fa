package hapi.hub.ui.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts of one language, from `texts/AREA_LANGUAGE.properties` (UTF-8), one file for each area
/// of the pages. `{0}`, `{1}` are filled in, nothing else is special. What a language lacks is said
/// in English; a key that is nowhere is shown as the key and logged once. May be used by any
/// thread.
public final class Texts {
    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.CHINESE);

    /// A key stands in one of them only.
    public static final List<String> AREAS =
            List.of(
                    "app",
                    "signin",
                    "inbox",
                    "list",
                    "chat",
                    "code",
                    "composer",
                    "decision",
                    "start",
                    "files",
                    "terminal",
                    "machines",
                    "settings",
                    "notices");

    private static final Map<Locale, Texts> BY_LANGUAGE = new ConcurrentHashMap<>();

    private final Locale language;
    private final SortedMap<String, String> all;
    private final Map<String, Boolean> missing = new ConcurrentHashMap<>();

    private Texts(Locale language) {
        this.language = language;
        SortedMap<String, String> read = new TreeMap<>();
        AREAS.forEach(area -> read(area, Locale.ENGLISH, read));
        if (!language.equals(Locale.ENGLISH)) {
            AREAS.forEach(area -> read(area, language, read));
        }
        this.all = Collections.unmodifiableSortedMap(read);
    }

    private static void read(String area, Locale language, Map<String, String> into) {
        String name = "/texts/%s_%s.properties".formatted(area, language.getLanguage());
        Properties properties = new Properties();
        try (InputStream bytes = Texts.class.getResourceAsStream(name)) {
            if (bytes == null) {
                if (!language.equals(Locale.ENGLISH)) {
                    return;
                }
                throw new IllegalStateException(name + " is missing");
            }
            Reader reader = new InputStreamReader(bytes, StandardCharsets.UTF_8);
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
        properties.stringPropertyNames().forEach(key -> into.put(key, properties.getProperty(key)));
    }

    /// The texts nearest to a language.
    public static Texts of(Locale wanted) {
        Locale language =
                LANGUAGES.stream()
                        .filter(known -> known.getLanguage().equals(wanted.getLanguage()))
                        .findFirst()
                        .orElse(Locale.ENGLISH);
        return BY_LANGUAGE.computeIfAbsent(language, Texts::new);
    }

    public Locale language() {
        return language;
    }

    public String text(String key, Object... values) {
        String text = find(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    public boolean has(String key) {
        return all.containsKey(key);
    }

    /// All of them, for the page's own elements.
    public SortedMap<String, String> all() {
        return all;
    }

    private String find(String key) {
        String text = all.get(key);
        if (text == null) {
            if (missing.putIfAbsent(key, true) == null) {
                LOG.warn("no text for {} in {}: add it to an area", key, language);
            }
            return key;
        }
        return text;
    }
}
