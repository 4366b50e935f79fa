package hapi.interop;

import hapi.testkit.hub.Edition;

/// Our command line in a terminal with our hub.
class OurPairTerminalIT extends TerminalHandoverContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    @Override
    int rounds() {
        return 2;
    }
}
