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

    /// 0.61.0 does not load a conversation of one turn: a new one begins, with a note.
    @Override
    int turnsToResume() {
        return 3;
    }
}
