package hapi.interop;

import hapi.testkit.hub.Edition;

/// The published command line 0.30.7 works with our hub as with its own.
class PublishedCliIT extends OurHubSteeringContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }
}
