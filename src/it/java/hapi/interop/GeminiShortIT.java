package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.GeminiCase;

class GeminiShortIT extends AgentShortContract {
    @Override
    AgentCase agent() {
        return new GeminiCase();
    }
}
