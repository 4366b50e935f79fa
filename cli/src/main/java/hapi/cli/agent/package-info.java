/// What every coding agent looks like to a session: backend families, flavors, events, processes;
/// sees protocol only.
@NullMarked
package hapi.cli.agent;

import org.jspecify.annotations.NullMarked;
