/// How sessions are kept: rows, caches, views, and the services over them; closed to other
/// features.
@NullMarked
package hapi.hub.session.internal;

import org.jspecify.annotations.NullMarked;
