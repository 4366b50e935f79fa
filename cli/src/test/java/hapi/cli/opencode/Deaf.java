package hapi.cli.opencode;

import hapi.cli.agent.AgentEvent.PermissionAsked;
import hapi.cli.agent.AgentSetting;
import hapi.cli.agent.LocalAgent;
import hapi.cli.agent.PermissionAsker;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Hears nothing.
class Deaf implements LocalAgent.Listener {
    @Override
    public void session(String agentSessionId) {}

    @Override
    public void message(ObjectNode message, long createdAt) {}

    @Override
    public void turnStarted() {}

    @Override
    public void chosen(AgentSetting setting) {}

    @Override
    public void turnEnded() {}

    @Override
    public void asked(PermissionAsked ask, PermissionAsker asker) {}

    @Override
    public void answeredOnTerminal(PermissionAsked ask, Optional<Boolean> isAllowed) {}

    @Override
    public void ended(int exitCode) {}
}
