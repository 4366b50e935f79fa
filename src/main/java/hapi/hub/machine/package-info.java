/// Machines: registration, versioned documents, liveness, spawning; sees rpc, never an adapter.
@NullMarked
package hapi.hub.machine;

import org.jspecify.annotations.NullMarked;
