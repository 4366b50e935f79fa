/// Finds out why a connection does not come up and names the fix: one class per kind of fault, all
/// of them only look; sees the hub's routes, the configuration, agents and the runner's files.
@NullMarked
package hapi.cli.doctor;

import org.jspecify.annotations.NullMarked;
