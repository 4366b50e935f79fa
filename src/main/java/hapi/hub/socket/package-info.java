/// The Socket.IO side of the hub: command lines and runners on `/cli`, what they report and what
/// they are told; sees the features' services and the transport below.
@NullMarked
package hapi.hub.socket;

import org.jspecify.annotations.NullMarked;
