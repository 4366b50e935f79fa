/// The packaged product as one whole: what the launcher starts, in its real processes.
@NullMarked
package hapi;

import org.jspecify.annotations.NullMarked;
