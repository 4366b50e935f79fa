package hapi.cli.rpc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The block between two `---` lines at the head of a Markdown file: its simple `key: value` lines,
/// and the text below. Nested YAML is passed over.
record FrontMatter(Map<String, String> values, String body) {
    static FrontMatter of(String text) {
        String normal = text.replace("\r\n", "\n");
        if (!normal.startsWith("---\n")) {
            return new FrontMatter(Map.of(), normal.strip());
        }
        int end = normal.indexOf("\n---", 3);
        if (end < 0) {
            return new FrontMatter(Map.of(), normal.strip());
        }
        Map<String, String> values = new HashMap<>();
        for (String line : normal.substring(4, Math.max(4, end)).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                values.put(line.substring(0, colon).strip(), unquote(line.substring(colon + 1)));
            }
        }
        int body = normal.indexOf('\n', end + 1);
        return new FrontMatter(values, body < 0 ? "" : normal.substring(body + 1).strip());
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
    }

    private static String unquote(String text) {
        String value = text.strip();
        boolean quoted =
                value.length() > 1
                        && (value.startsWith("\"") && value.endsWith("\"")
                                || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
