/// One session on the screen: its rows, its state, its composer.
@NullMarked
package hapi.hub.ui.chat;

import org.jspecify.annotations.NullMarked;
