/// What a remote-controlled session shows on its terminal, and the care that the terminal is left
/// as it was found; sees nothing of the session.
@NullMarked
package hapi.cli.tui;

import org.jspecify.annotations.NullMarked;
