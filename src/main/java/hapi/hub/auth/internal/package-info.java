/// How accounts of other platforms are kept; closed to others.
@NullMarked
package hapi.hub.auth.internal;

import org.jspecify.annotations.NullMarked;
