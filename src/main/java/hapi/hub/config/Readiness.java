package hapi.hub.config;

/// Whether a part of the hub can do its work. The hub is ready when all of them are. Any thread; no
/// call blocks.
public interface Readiness {
    boolean isReady();
}
