package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The published command line against the published hub: what the contract says is the truth of the
/// published programs, not our reading of them.
@Tag("full")
class PublishedPairIT extends SteeringContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
