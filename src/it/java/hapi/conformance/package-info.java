/// The wire of a hub as recorded exchanges: taken from the published hub, played against ours.
@NullMarked
package hapi.conformance;

import org.jspecify.annotations.NullMarked;
