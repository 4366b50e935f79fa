package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.OpenCodeCase;
import org.junit.jupiter.api.Tag;

/// The real OpenCode through our command line and our hub.
@Tag("full")
class OpenCodeIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new OpenCodeCase();
    }
}
