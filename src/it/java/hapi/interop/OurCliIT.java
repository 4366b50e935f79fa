package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Our command line against the published hub: the same contract that the published one fulfils.
@Tag("full")
class OurCliIT extends SteeringContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
