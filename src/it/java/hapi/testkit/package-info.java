/// The stage of the end-to-end tests: real agents, real hubs, a browser and a terminal, all on the
/// loopback interface. Sees the protocol's JSON only, never the hub nor the CLI.
@NullMarked
package hapi.testkit;

import org.jspecify.annotations.NullMarked;
