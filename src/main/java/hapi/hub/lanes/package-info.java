/// Ordered single-writer execution: decide, commit, update caches, publish; sees scope and events.
@NullMarked
package hapi.hub.lanes;

import org.jspecify.annotations.NullMarked;
