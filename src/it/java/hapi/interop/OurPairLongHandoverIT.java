package hapi.interop;

import org.junit.jupiter.api.Tag;

/// A session that goes back and forth all day.
@Tag("full")
class OurPairLongHandoverIT extends OurPairTerminalIT {
    @Override
    int rounds() {
        return 20;
    }
}
