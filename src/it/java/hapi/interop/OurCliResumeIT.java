package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Our command line and runner resume sessions of the published hub.
@Tag("full")
class OurCliResumeIT extends ResumeContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
