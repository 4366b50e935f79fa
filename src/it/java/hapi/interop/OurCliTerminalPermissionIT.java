package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// Our command line with the published hub.
@Tag("full")
class OurCliTerminalPermissionIT extends TerminalPermissionContract {
    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
