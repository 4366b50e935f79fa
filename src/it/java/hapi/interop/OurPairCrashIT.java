package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.stream.LongStream;

/// Our command line and our hub that dies: every message is acknowledged, so nothing may be gone.
class OurPairCrashIT extends HubCrashContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }
}
