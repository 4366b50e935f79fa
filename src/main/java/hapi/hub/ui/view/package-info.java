/// The screens and their frame, each at its address.
@NullMarked
package hapi.hub.ui.view;

import org.jspecify.annotations.NullMarked;
