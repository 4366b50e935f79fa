package hapi.hub.ui.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts of one language. `{0}`, `{1}` are filled in, nothing else is special. A missing key is
/// shown as the key and logged once.
public final class Texts {
    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final String BUNDLE = "vaadin-i18n.translations";
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH);
    private static final Map<Locale, Texts> BY_LANGUAGE = new ConcurrentHashMap<>();

    private final Locale language;
    private final ResourceBundle bundle;
    private final Map<String, Boolean> missing = new ConcurrentHashMap<>();

    private Texts(Locale language) {
        this.language = language;
        this.bundle =
                ResourceBundle.getBundle(
                        BUNDLE,
                        language,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
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
        return bundle.containsKey(key);
    }

    /// All of them, for the page's own elements.
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        bundle.keySet().forEach(key -> all.put(key, bundle.getString(key)));
        return all;
    }

    private String find(String key) {
        try {
            return bundle.getString(key);
        } catch (MissingResourceException e) {
            if (missing.putIfAbsent(key, true) == null) {
                LOG.warn("no text for {} in {}: add it to the bundle", key, language);
            }
            return key;
        }
    }
}
