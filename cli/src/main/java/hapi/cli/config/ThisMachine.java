package hapi.cli.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// What this computer is called and what it runs, in the words of the protocol.
public final class ThisMachine {
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private ThisMachine() {}

    /// `HAPI_HOSTNAME`, else the host's name. The kernel is asked first: a name server may be slow.
    public static String hostName(Map<String, String> environment) {
        String configured = environment.getOrDefault("HAPI_HOSTNAME", "").strip();
        if (!configured.isEmpty()) {
            return configured;
        }
        try {
            if (Files.isReadable(KERNEL_NAME)) {
                return Files.readString(KERNEL_NAME).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        } catch (IOException e) {
            return "localhost";
        }
    }

    /// `linux`, `darwin` or `win32`.
    public static String platform() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return "darwin";
        }
        return name.contains("win") ? "win32" : "linux";
    }

    /// The user's folder by the environment, or empty.
    public static String homeFolder(Map<String, String> environment) {
        return environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
    }
}
