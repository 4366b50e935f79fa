package hapi.hub.files;

import java.util.Locale;

/// What a person types to find a file: a part of its path, or a pattern with `*` (any text) and `?`
/// (one character) for the whole path. Case does not count.
record FileNameQuery(String text) {
    FileNameQuery {
        text = text.strip();
    }

    boolean isPattern() {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    boolean matches(String path) {
        String query = text.toLowerCase(Locale.ROOT);
        String name = path.toLowerCase(Locale.ROOT);
        return isPattern() ? isLike(query, name) : name.contains(query);
    }

    /// Goes back to the last star only, so that a hostile pattern costs length times length.
    private static boolean isLike(String pattern, String name) {
        int at = 0;
        int from = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (from < pattern.length() && pattern.charAt(from) == '*') {
                star = from++;
                resume = at;
            } else if (from < pattern.length()
                    && (pattern.charAt(from) == '?' || pattern.charAt(from) == name.charAt(at))) {
                from++;
                at++;
            } else if (star >= 0) {
                from = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (from < pattern.length() && pattern.charAt(from) == '*') {
            from++;
        }
        return from == pattern.length();
    }

    /// The text for the search program's own pattern language, taken literally.
    String asGlob() {
        StringBuilder glob = new StringBuilder("*");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\[]{}!".indexOf(c) >= 0) {
                glob.append('\\');
            }
            glob.append(c);
        }
        return glob.append('*').toString();
    }
}
