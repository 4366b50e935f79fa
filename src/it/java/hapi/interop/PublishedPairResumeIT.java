package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// What the contract says of a resumed session is the truth of the published programs.
@Tag("full")
class PublishedPairResumeIT extends ResumeContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
