package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Our command line and our hub resume sessions.
@Tag("full")
class OurPairResumeIT extends ResumeContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
