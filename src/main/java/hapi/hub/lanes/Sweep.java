package hapi.hub.lanes;

/// What has to be looked at again and again as time passes: silence, due messages. Every bean of
/// this type is called about every five seconds, one call of one bean at a time; it may block.
@FunctionalInterface
public interface Sweep {
    void sweep();
}
