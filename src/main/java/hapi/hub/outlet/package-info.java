/// Outlets that the operator sets up: ntfy and a signed webhook; implements ports of notify.
@NullMarked
package hapi.hub.outlet;

import org.jspecify.annotations.NullMarked;
