package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// A published hub acknowledges nothing and has no local ids for what an agent says.
@Tag("full")
class PublishedHubDeliveryIT extends OurHubDeliveryIT {
    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }

    @Override
    List<Fault> faults() {
        return List.of(
                Fault.CUT,
                Fault.CUT,
                Fault.CUT,
                Fault.SHORT_STALL,
                Fault.KILL_HUB,
                Fault.KILL_PROCESS,
                Fault.KILL_PROCESS,
                Fault.HALT_RECEIVED,
                Fault.HALT_TAKEN,
                Fault.HALT_GIVEN);
    }
}
