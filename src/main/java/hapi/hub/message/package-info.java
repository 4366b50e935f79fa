/// Messages of a session: append, queue states, paging; sees session, never an adapter.
@NullMarked
package hapi.hub.message;

import org.jspecify.annotations.NullMarked;
