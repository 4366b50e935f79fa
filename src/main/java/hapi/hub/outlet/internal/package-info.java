/// How an outlet is sent to; closed to others.
@NullMarked
package hapi.hub.outlet.internal;

import org.jspecify.annotations.NullMarked;
