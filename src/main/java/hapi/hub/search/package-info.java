/// Finds messages by the words in them, inside of one namespace.
@NullMarked
package hapi.hub.search;

import org.jspecify.annotations.NullMarked;
