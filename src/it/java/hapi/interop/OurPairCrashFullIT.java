package hapi.interop;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/// As [OurPairCrashIT], at many more moments; `-Dhapi.seeds=12..20` chooses some of them.
@Tag("full")
class OurPairCrashFullIT extends OurPairCrashIT {
    @Override
    LongStream seeds() {
        String[] ends = System.getProperty("hapi.seeds", "4..20").split("\\.\\.");
        return LongStream.rangeClosed(
                Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }
}
