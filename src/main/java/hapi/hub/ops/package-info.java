/// What the operator sees and needs: the start banner with its QR code, the server's limits, the
/// way out; sees config.
@NullMarked
package hapi.hub.ops;

import org.jspecify.annotations.NullMarked;
