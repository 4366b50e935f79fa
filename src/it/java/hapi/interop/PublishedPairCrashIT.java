package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// What the published pair makes of a hub that dies.
@Tag("full")
class PublishedPairCrashIT extends HubCrashContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
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
