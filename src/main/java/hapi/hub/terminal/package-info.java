/// Terminals between a browser and a command line: who owns which, what was on the screen, limits
/// and silence; sees sessions for their state, never a socket library.
@NullMarked
package hapi.hub.terminal;

import org.jspecify.annotations.NullMarked;
