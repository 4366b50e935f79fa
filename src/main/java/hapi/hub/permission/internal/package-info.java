/// How decisions are kept, sent and followed up; closed to other features.
@NullMarked
package hapi.hub.permission.internal;

import org.jspecify.annotations.NullMarked;
