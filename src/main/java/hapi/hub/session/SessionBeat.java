package hapi.hub.session;

import hapi.protocol.rpc.SessionCalls.SessionSettings;

/// A `session-alive`. `time` is the CLI's clock, epoch milliseconds, as received; `settings` holds
/// exactly the runtime settings that the beat carried. `after` counts what its connection sent
/// before it other than beats: beats with nothing between them may be merged.
public record SessionBeat(double time, boolean thinking, SessionSettings settings, long after) {
    public SessionBeat(double time, boolean thinking, SessionSettings settings) {
        this(time, thinking, settings, 0);
    }
}
