package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Files, git, shell and restart with the published command line 0.30.7 and our hub.
@Tag("full")
class PublishedCliToolsIT extends ToolsContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }
}
