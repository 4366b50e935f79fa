/// Sessions: identity, versioned documents, liveness, settings, list; sees machine and rpc, never
/// an adapter.
@NullMarked
package hapi.hub.session;

import org.jspecify.annotations.NullMarked;
