/// The launcher and its helpers, driven as a person does: as shell scripts in a folder.
@NullMarked
package hapi.launcher;

import org.jspecify.annotations.NullMarked;
