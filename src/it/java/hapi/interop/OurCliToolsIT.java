package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Files, git, shell and restart with our command line and the published hub 0.30.7.
@Tag("full")
class OurCliToolsIT extends ToolsContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
