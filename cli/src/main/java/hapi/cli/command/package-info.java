/// The commands a person types: reads arguments, puts the parts together, says what happened; sees
/// every package of the command line.
@NullMarked
package hapi.cli.command;

import org.jspecify.annotations.NullMarked;
