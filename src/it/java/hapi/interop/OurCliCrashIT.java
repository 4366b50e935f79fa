package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// Our command line and a published hub that dies. That hub acknowledges no message, so what was on
/// the wire when it died may be gone; what waited is not.
@Tag("full")
class OurCliCrashIT extends HubCrashContract {
    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }
}
