package hapi.hub.session;

import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import org.jspecify.annotations.Nullable;

/// Starting a session again whose process is gone.
public interface SessionResumption {
    /// Has a runner start the session's agent with its history and waits until it is active: up to
    /// 45 seconds. Two calls for one session are one start. When the runner's process made a new
    /// session, the old one's messages move there and the old one is deleted. `permissionMode` null
    /// keeps the session's own.
    ///
    /// Source: protocol/rest.md "Resume in short", storage.md.
    ResumeResult resume(SessionKey key, @Nullable String permissionMode, Origin origin);

    /// As [#resume], out of the archive: what the metadata says of it is taken back first.
    ResumeResult reopen(SessionKey key, Origin origin);
}
