/// The command line: starts here, picks a command; sees hapi.protocol and never a class of the hub.
@NullMarked
package hapi.cli;

import org.jspecify.annotations.NullMarked;
