package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The published command line in a terminal with our hub.
@Tag("full")
class PublishedCliTerminalIT extends TerminalHandoverContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
