/// What the operator decided: environment, settings file, flags, secrets, the clock; a leaf that
/// sees only protocol.
@NullMarked
package hapi.hub.config;

import org.jspecify.annotations.NullMarked;
