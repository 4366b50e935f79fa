/// How notices are kept and sent; closed to others.
@NullMarked
package hapi.hub.notify.internal;

import org.jspecify.annotations.NullMarked;
