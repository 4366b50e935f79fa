/// How machines are kept: rows, cache, views, and the service over them; closed to other features.
@NullMarked
package hapi.hub.machine.internal;

import org.jspecify.annotations.NullMarked;
