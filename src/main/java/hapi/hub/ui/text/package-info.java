/// Every word of the page, by key and language.
@NullMarked
package hapi.hub.ui.text;

import org.jspecify.annotations.NullMarked;
