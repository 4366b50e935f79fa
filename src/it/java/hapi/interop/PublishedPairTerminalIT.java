package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The published command line in a terminal with the published hub: the truth that ours is measured
/// against.
@Tag("full")
class PublishedPairTerminalIT extends TerminalHandoverContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
