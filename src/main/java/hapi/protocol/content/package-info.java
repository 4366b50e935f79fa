/// What the content of a message means: a tolerant decode tree over the stored JSON; sees only
/// `protocol.json`.
@NullMarked
package hapi.protocol.content;

import org.jspecify.annotations.NullMarked;
