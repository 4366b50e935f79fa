package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Our command line in a terminal with the published hub.
@Tag("full")
class OurCliTerminalIT extends TerminalHandoverContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
