/// The list of sessions: rows, order, states as sentences.
@NullMarked
package hapi.hub.ui.sessions;

import org.jspecify.annotations.NullMarked;
