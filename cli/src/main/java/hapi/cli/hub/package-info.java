/// The process's side of the hub: Socket.IO connection, REST calls, versioned documents, outgoing
/// messages and incoming prompts; sees `protocol` and the JDK only.
@NullMarked
package hapi.cli.hub;

import org.jspecify.annotations.NullMarked;
