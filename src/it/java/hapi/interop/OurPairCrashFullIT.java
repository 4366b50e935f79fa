package hapi.interop;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// As [OurPairCrashIT], at many more moments.
@Tag("full")
class OurPairCrashFullIT extends OurPairCrashIT {
    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(4, 20);
    }
}
