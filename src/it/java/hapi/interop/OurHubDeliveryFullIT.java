package hapi.interop;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// As [OurHubDeliveryIT] with ten times as much, and with the faults that take their time;
/// `-Dhapi.seeds=2..9` chooses the seeds.
@Tag("full")
class OurHubDeliveryFullIT extends OurHubDeliveryIT {
    @Override
    LongStream seeds() {
        String[] ends = System.getProperty("hapi.seeds", "2..3").split("\\.\\.");
        return LongStream.rangeClosed(
                Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }

    @Override
    int messages() {
        return 10_000;
    }

    @Override
    int prompts() {
        return 200;
    }

    @Override
    List<Fault> faults() {
        return List.of(
                Fault.CUT,
                Fault.CUT,
                Fault.CUT,
                Fault.SHORT_STALL,
                Fault.STALL_30_S,
                Fault.HALF_OPEN,
                Fault.KILL_HUB,
                Fault.KILL_HUB,
                Fault.KILL_PROCESS,
                Fault.KILL_PROCESS,
                Fault.HALT_RECEIVED,
                Fault.HALT_TAKEN,
                Fault.HALT_GIVEN);
    }
}
