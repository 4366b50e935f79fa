/// Socket.IO on the hub's one public port, without a second listener: sees `protocol.json` and the
/// servlet container, and nobody else sees a netty-socketio or Netty type.
@NullMarked
package hapi.hub.socket.transport;

import org.jspecify.annotations.NullMarked;
