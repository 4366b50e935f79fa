package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.GeminiCase;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real Gemini CLI through our command line and our hub.
@Tag("full")
class GeminiIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new GeminiCase();
    }

    @Override
    @Test
    @Disabled("0.61.0 refuses to load its session again: a new one begins, with a note")
    void sessionWhoseCommandLineEndedGoesOnWithItsConversation() {}
}
