/// The pages in a real browser, as a person at a phone or a desk uses them. Sees the stage of the
/// tests only, never the hub nor the CLI.
@NullMarked
package hapi.page;

import org.jspecify.annotations.NullMarked;
