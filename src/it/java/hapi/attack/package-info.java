/// The attack table of the security chapter, one test a row; sees testkit and the hub's own names.
@NullMarked
package hapi.attack;

import org.jspecify.annotations.NullMarked;
