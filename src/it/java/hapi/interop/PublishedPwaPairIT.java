package hapi.interop;

import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The published page with the published hub: what the contract says is true of it.
@Tag("full")
class PublishedPwaPairIT extends PwaContract {
    PublishedPwaPairIT() {
        super(Edition.PUBLISHED);
    }
}
