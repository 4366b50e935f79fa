/// The hub as a whole, from outside: what its surfaces promise and refuse.
@NullMarked
package hapi.surface;

import org.jspecify.annotations.NullMarked;
