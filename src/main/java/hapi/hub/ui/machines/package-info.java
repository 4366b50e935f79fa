/// The screen of machines: whether each is there, how it fares and what runs on it.
@NullMarked
package hapi.hub.ui.machines;

import org.jspecify.annotations.NullMarked;
