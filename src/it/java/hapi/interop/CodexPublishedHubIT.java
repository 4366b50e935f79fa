package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.CodexCase;
import hapi.testkit.hub.Edition;
import org.junit.jupiter.api.Tag;

/// The real Codex through our command line and the published hub.
@Tag("full")
class CodexPublishedHubIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new CodexCase();
    }

    @Override
    Edition hubEdition() {
        return Edition.PUBLISHED;
    }
}
