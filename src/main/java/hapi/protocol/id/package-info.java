/// Identifiers as one-value records, so that one kind cannot be passed for another.
@NullMarked
package hapi.protocol.id;

import org.jspecify.annotations.NullMarked;
