package hapi.interop;

import hapi.testkit.hub.Edition;

/// The published page with our hub.
class PublishedPwaIT extends PwaContract {
    PublishedPwaIT() {
        super(Edition.OURS);
    }
}
