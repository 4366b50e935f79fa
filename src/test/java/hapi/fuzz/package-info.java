/// A seeded loop that changes real inputs and looks for crashes, hangs and broken promises.
@NullMarked
package hapi.fuzz;

import org.jspecify.annotations.NullMarked;
