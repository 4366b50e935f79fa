/// Calls from the hub into a CLI process: who has registered what, and the call itself; sees scope
/// and protocol.
@NullMarked
package hapi.hub.rpc;

import org.jspecify.annotations.NullMarked;
