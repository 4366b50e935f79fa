package hapi.hub.terminal;

import hapi.hub.scope.SessionKey;
import java.util.List;

/// The command lines of a session that can run a shell just now.
@FunctionalInterface
public interface TerminalHosts {
    /// In the order in which they came.
    List<TerminalEnd> of(SessionKey key);
}
