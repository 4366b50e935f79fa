/// The registry of callable methods and the gateway over it; closed to others.
@NullMarked
package hapi.hub.rpc.internal;

import org.jspecify.annotations.NullMarked;
