/// How starts are kept and brought to an end; closed to other features.
@NullMarked
package hapi.hub.start.internal;

import org.jspecify.annotations.NullMarked;
