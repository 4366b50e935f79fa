/// Terminals of the page: the way in for its own connection.
@NullMarked
package hapi.hub.ui.terminal;

import org.jspecify.annotations.NullMarked;
