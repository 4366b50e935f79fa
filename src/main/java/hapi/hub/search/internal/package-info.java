/// The search over the rows of the store.
@NullMarked
package hapi.hub.search.internal;

import org.jspecify.annotations.NullMarked;
