package hapi.hub.session;

import hapi.protocol.rpc.SessionCalls.SessionSettings;

/// A `session-alive`. `time` is the CLI's clock, epoch milliseconds, as received; `settings` holds
/// exactly the runtime settings that the beat carried.
public record SessionBeat(double time, boolean thinking, SessionSettings settings) {}
