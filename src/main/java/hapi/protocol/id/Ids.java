package hapi.protocol.id;

/// The rule every identifier keeps.
final class Ids {
    private static final int MAX_CHARS = 256;

    private Ids() {}

    static void check(String kind, String value) {
        if (value.isEmpty() || value.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "%s has %d characters".formatted(kind, value.length()));
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException("%s has a control character".formatted(kind));
            }
        }
    }
}
