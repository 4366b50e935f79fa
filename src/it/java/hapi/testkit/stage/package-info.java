/// What one end-to-end test has running, from start to the last process ended, with logs for the
/// test that fails.
@NullMarked
package hapi.testkit.stage;

import org.jspecify.annotations.NullMarked;
