/// Load on a running hub from outside, counted in CPU seconds of the hub, and JMH benchmarks of
/// pure functions.
@NullMarked
package hapi.bench;

import org.jspecify.annotations.NullMarked;
