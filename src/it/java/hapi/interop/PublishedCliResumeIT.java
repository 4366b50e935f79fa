package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The published command line 0.30.7 and its runner resume sessions of our hub.
@Tag("full")
class PublishedCliResumeIT extends ResumeContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
