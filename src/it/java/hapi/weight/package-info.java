/// Measures what the pages weigh: their first load, what a tab costs the hub, and how long an event
/// takes to reach the screen.
@NullMarked
package hapi.weight;

import org.jspecify.annotations.NullMarked;
