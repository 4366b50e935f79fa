/// The one JSON mapper and JSON values that are kept exactly as received.
@NullMarked
package hapi.protocol.json;

import org.jspecify.annotations.NullMarked;
