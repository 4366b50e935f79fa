package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.GeminiCase;
import org.junit.jupiter.api.Tag;

/// The real Gemini CLI through our command line and our hub.
@Tag("full")
class GeminiIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new GeminiCase();
    }
}
