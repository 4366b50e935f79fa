/// The walls of the house: who may see whom, what may be called where, how large a class may be.
@NullMarked
package hapi.walls;

import org.jspecify.annotations.NullMarked;
