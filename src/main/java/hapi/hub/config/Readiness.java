package hapi.hub.config;

/// Whether the hub can do its work: store and lanes answered lately.
public interface Readiness {
    boolean isReady();
}
