package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.List;
import java.util.stream.LongStream;

class OurHubDeliveryIT extends DeliveryContract {
    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    @Override
    LongStream seeds() {
        return LongStream.of(1);
    }

    @Override
    int messages() {
        return 1_000;
    }

    @Override
    int prompts() {
        return 40;
    }

    @Override
    List<Fault> faults() {
        return List.of(
                Fault.CUT,
                Fault.CUT,
                Fault.SHORT_STALL,
                Fault.KILL_HUB,
                Fault.KILL_PROCESS,
                Fault.HALT_RECEIVED,
                Fault.HALT_TAKEN,
                Fault.HALT_GIVEN);
    }
}
