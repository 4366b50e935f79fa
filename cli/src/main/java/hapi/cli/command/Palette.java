package hapi.cli.command;

/// Colours for a person's terminal; plain text where there is none or `NO_COLOR` is set.
record Palette(boolean isColoured) {
    static Palette of(Invocation invocation) {
        return new Palette(
                invocation.isTerminal()
                        && invocation.environment().getOrDefault("NO_COLOR", "").isEmpty());
    }

    String good(String text) {
        return in("32", text);
    }

    String bad(String text) {
        return in("31", text);
    }

    String dim(String text) {
        return in("2", text);
    }

    String bold(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return isColoured ? "\033[%sm%s\033[0m".formatted(code, text) : text;
    }
}
