package hapi.interop;

import hapi.testkit.hub.Edition;

/// Our command line and our hub.
class OurPairTerminalPermissionIT extends TerminalPermissionContract {
    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
