package hapi.interop;

import hapi.testkit.hub.Edition;

/// Our command line with our hub: what a person has who uses nothing else.
class OurPairIT extends OurHubSteeringContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }
}
