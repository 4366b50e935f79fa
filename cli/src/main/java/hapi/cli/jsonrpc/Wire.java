package hapi.cli.jsonrpc;

import hapi.cli.agent.AgentProcess;
import hapi.cli.agent.AgentStartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the lines of a session go. Methods may be called from any thread and do not wait.
public interface Wire {
    void write(String line);

    boolean isAlive();

    /// Ends the peer; [AgentProcess.Listener#exited] follows.
    void end();

    /// Opens a wire; its lines come to `listener` on one thread, maybe before this returns.
    @FunctionalInterface
    interface Opener {
        Wire open(AgentProcess.Listener listener) throws AgentStartException;
    }

    /// The stdin and stdout of a child process, see [AgentProcess#start].
    static Opener process(List<String> command, Path folder, Map<String, String> environment) {
        return listener -> {
            AgentProcess process = AgentProcess.start(command, folder, environment, listener);
            return new Wire() {
                @Override
                public void write(String line) {
                    process.write(line);
                }

                @Override
                public boolean isAlive() {
                    return process.isAlive();
                }

                @Override
                public void end() {
                    process.end();
                }
            };
        };
    }
}
