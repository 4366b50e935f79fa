package hapi.cli.tui;

/// Stands in where stdin or stdout is no terminal.
enum NoTerminal implements RemoteTerminal {
    INSTANCE;

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public void open(Keys keys) {}

    @Override
    public void show(String lines) {}

    @Override
    public void switching() {}

    @Override
    public void say(String sentence) {
        System.err.println(DisplayText.line(sentence));
    }

    @Override
    public void lend() {}

    @Override
    public void restore() {}

    @Override
    public void close() {}
}
