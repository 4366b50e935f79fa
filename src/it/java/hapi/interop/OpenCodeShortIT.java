package hapi.interop;

import hapi.testkit.agent.AgentCase;
import hapi.testkit.agent.OpenCodeCase;

class OpenCodeShortIT extends AgentShortContract {
    @Override
    AgentCase agent() {
        return new OpenCodeCase();
    }
}
