package hapi.interop;

import hapi.testkit.hub.Edition;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// Our hub dies and the published command line finds it again.
@Tag("full")
class PublishedCliCrashIT extends HubCrashContract {
    @Override
    Edition cliEdition() {
        return Edition.PUBLISHED;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }
}
