package hapi.testkit.agent;

import hapi.testkit.model.Scenario;
import hapi.testkit.model.ScriptedModel;
import java.nio.file.Path;
import java.util.Map;

/// One real coding agent, with what a test must know to have HAPI steer it.
public interface AgentCase {
    /// Its name on HAPI's command line and in a spawn.
    String flavor();

    /// The real program, installed on the first call on a machine.
    Path program();

    /// The script for the model, with tool calls in this agent's words.
    Scenario scenario();

    /// Makes a home of the agent that knows only this model, in an existing folder.
    ///
    /// @return what has to be in the environment of a program that starts the agent
    Map<String, String> home(Path folder, ScriptedModel model);

    /// The metadata key of the agent's own session id.
    default String sessionIdKey() {
        return flavor() + "SessionId";
    }
}
