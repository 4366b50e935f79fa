package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Files, git, shell and restart with our command line and our hub.
@Tag("full")
class OurPairToolsIT extends ToolsContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
