/// The page: shell, views, texts and who looks at it; sees feature services, Vaadin, no other
/// adapter.
@NullMarked
package hapi.hub.ui;

import org.jspecify.annotations.NullMarked;
