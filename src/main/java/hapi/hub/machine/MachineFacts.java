package hapi.hub.machine;

/// What a person may want to know of a machine. `name` is what a person gave it, else its host's,
/// else the start of its id. Percents are 0 to 100, -1 when they are not known; `uptimeSeconds`
/// too. `version` is what its runner says of itself, empty when it says nothing.
public record MachineFacts(
        String id,
        String name,
        String host,
        String platform,
        boolean isThere,
        long lastSeenMillis,
        int cpuPercent,
        int memoryPercent,
        long uptimeSeconds,
        String version,
        Runner runner) {
    /// How its runner stands to what this hub asks of it.
    public enum Runner {
        CURRENT,
        /// A newer one is installed and counts after a restart.
        RESTART,
        /// It cannot say which agents it has.
        OLD
    }
}
