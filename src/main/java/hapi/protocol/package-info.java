/// What travels between CLI, hub and clients; sees the JDK, Jackson and JSpecify, nothing of hub or
/// CLI.
@NullMarked
package hapi.protocol;

import org.jspecify.annotations.NullMarked;
