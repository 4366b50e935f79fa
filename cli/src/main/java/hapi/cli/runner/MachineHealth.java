package hapi.cli.runner;

import com.sun.management.OperatingSystemMXBean;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The figures of a beat: exactly the keys the hub knows, since it throws the whole away for an
/// unknown one. What cannot be measured here is left out.
final class MachineHealth {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final InstantSource clock;

    MachineHealth(InstantSource clock) {
        this.clock = clock;
    }

    Optional<ObjectNode> measure() {
        ObjectNode figures =
                Json.object()
                        .put("collectedAt", clock.millis())
                        .put("cpuCount", system.getAvailableProcessors());
        double load = system.getSystemLoadAverage();
        if (load >= 0) {
            figures.put("load1m", Math.round(load * 100) / 100.0);
        }
        double cpu = system.getCpuLoad();
        if (cpu >= 0 && cpu <= 1) {
            figures.put("cpuPercent", Math.round(cpu * 100));
        }
        long total = system.getTotalMemorySize();
        if (total > 0) {
            long used = total - Math.min(total, system.getFreeMemorySize());
            figures.put("memoryPercent", Math.round(100.0 * used / total));
        }
        try {
            if (Files.isReadable(UPTIME)) {
                figures.put(
                        "uptimeSeconds",
                        (long) Double.parseDouble(Files.readString(UPTIME).split(" ")[0]));
            }
        } catch (IOException e) {
            return Optional.of(figures);
        }
        return Optional.of(figures);
    }
}
