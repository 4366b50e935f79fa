/// A session's files and what git says of them, as the page asks for them, and their bytes.
@NullMarked
package hapi.hub.ui.files;

import org.jspecify.annotations.NullMarked;
