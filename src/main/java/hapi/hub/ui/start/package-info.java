/// What a person asks for and does before there is a session: where, with whom, what.
@NullMarked
package hapi.hub.ui.start;

import org.jspecify.annotations.NullMarked;
