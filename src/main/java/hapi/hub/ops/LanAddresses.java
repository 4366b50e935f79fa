package hapi.hub.ops;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The addresses of this host that a phone in the same network can reach.
final class LanAddresses {
    private LanAddresses() {}

    /// IPv4 addresses of interfaces that are up; private ones first, addresses of containers and
    /// virtual machines last.
    static List<String> find() {
        List<String> found = new ArrayList<>();
        List<String> virtual = new ArrayList<>();
        try {
            for (NetworkInterface network :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!network.isUp() || network.isLoopback()) {
                    continue;
                }
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                        boolean isVirtual =
                                network.getName().startsWith("docker")
                                        || network.getName().startsWith("br-")
                                        || network.getName().startsWith("veth");
                        (isVirtual ? virtual : found).add(address.getHostAddress());
                    }
                }
            }
        } catch (SocketException e) {
            // No list of interfaces means no address to show: the banner then says so.
            return List.of();
        }
        found.addAll(virtual);
        return found;
    }
}
