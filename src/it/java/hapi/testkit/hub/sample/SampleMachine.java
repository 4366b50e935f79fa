package hapi.testkit.hub.sample;

/// The machines of the data set.
public enum SampleMachine {
    WORKBENCH("workbench", "linux", "/home/mira", true),
    ATTIC("attic-mini", "darwin", "/Users/mira", true),

    /// Was there once; nobody is connected for it.
    SHED("north-shed", "linux", "/home/mira", false);

    private final String host;
    private final String platform;
    private final String home;
    private final boolean isOnline;

    SampleMachine(String host, String platform, String home, boolean isOnline) {
        this.host = host;
        this.platform = platform;
        this.home = home;
        this.isOnline = isOnline;
    }

    public String id() {
        return Sample.idOf("machine " + name());
    }

    public String host() {
        return host;
    }

    public boolean isOnline() {
        return isOnline;
    }

    String platform() {
        return platform;
    }

    String home() {
        return home;
    }
}
