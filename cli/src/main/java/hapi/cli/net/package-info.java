/// The way to a hub over the network: proxies, certificates, and HTTP and websockets over one plain
/// socket; sees nothing of HAPI.
@NullMarked
package hapi.cli.net;

import org.jspecify.annotations.NullMarked;
