/// What needs a person, over all sessions of a namespace, for its page and its badge.
@NullMarked
package hapi.hub.ui.inbox;

import org.jspecify.annotations.NullMarked;
