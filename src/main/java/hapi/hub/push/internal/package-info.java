/// How push subscriptions are kept; closed to others.
@NullMarked
package hapi.hub.push.internal;

import org.jspecify.annotations.NullMarked;
