/// The hub: starts here, sees everything below.
@NullMarked
package hapi.hub;

import org.jspecify.annotations.NullMarked;
