package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.OpenCodeCase;
import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The real OpenCode through our command line against the published hub.
@Tag("full")
class OpenCodePublishedHubIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new OpenCodeCase();
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
