/// Networks that misbehave on purpose, for end-to-end tests.
@NullMarked
package hapi.testkit.net;

import org.jspecify.annotations.NullMarked;
