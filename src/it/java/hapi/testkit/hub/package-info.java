/// Hubs and command lines as real processes, ours and the published ones alike, and a client that
/// steers sessions over REST as a phone does.
@NullMarked
package hapi.testkit.hub;

import org.jspecify.annotations.NullMarked;
