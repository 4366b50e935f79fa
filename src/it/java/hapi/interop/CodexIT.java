package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.CodexCase;

/// The real Codex through our command line and our hub.
class CodexIT extends AgentContract {
    @Override
    AgentCase agent() {
        return new CodexCase();
    }
}
