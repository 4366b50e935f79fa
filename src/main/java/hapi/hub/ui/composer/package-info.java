/// What a person does in a session with words: sends, stops, chooses, attaches, waits.
@NullMarked
package hapi.hub.ui.composer;

import org.jspecify.annotations.NullMarked;
