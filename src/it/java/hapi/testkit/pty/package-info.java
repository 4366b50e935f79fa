/// A pseudo terminal with a screen that a test can read, for programs that people use with a
/// keyboard.
@NullMarked
package hapi.testkit.pty;

import org.jspecify.annotations.NullMarked;
