/// The spine: committed changes as events with a position, a replay ring and bounded mailboxes;
/// sees scope and protocol.
@NullMarked
package hapi.hub.events;

import org.jspecify.annotations.NullMarked;
