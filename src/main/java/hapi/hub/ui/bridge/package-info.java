/// From events to browsers: the one place that touches a UI from outside of its requests.
@NullMarked
package hapi.hub.ui.bridge;

import org.jspecify.annotations.NullMarked;
