/// How messages are kept: reading of content, rows, timelines, queue; closed to other features.
@NullMarked
package hapi.hub.message.internal;

import org.jspecify.annotations.NullMarked;
