/// What a page asks for and does by itself, each act answered once.
@NullMarked
package hapi.hub.ui.act;

import org.jspecify.annotations.NullMarked;
