/// Measures our hub beside the published one in one alternating run: what an operation costs the
/// hub in processor time, how long it takes and whether it is right.
@NullMarked
package hapi.compare;

import org.jspecify.annotations.NullMarked;
