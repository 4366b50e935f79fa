package hapi.cli.acp;

import hapi.cli.agent.AgentLaunch;
import hapi.cli.agent.AgentStartException;
import hapi.cli.jsonrpc.JsonRpcDialect;
import hapi.cli.jsonrpc.JsonRpcHandler;
import hapi.cli.jsonrpc.JsonRpcRequest;
import hapi.cli.jsonrpc.JsonRpcSession;
import hapi.cli.jsonrpc.Wire;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The agent's program until it has greeted: one way of starting it after the other, as long as it
/// just ends. The end of a process that is followed by another is not told.
final class Program {
    private final AcpFlavor flavor;
    private final AgentLaunch launch;
    private final Function<List<String>, Wire.Opener> opener;
    private final JsonRpcHandler handler;
    private volatile JsonRpcSession rpc;
    private Probation process;

    /// Starts the first process.
    Program(
            AcpFlavor flavor,
            AgentLaunch launch,
            Function<List<String>, Wire.Opener> opener,
            JsonRpcHandler handler)
            throws AgentStartException {
        this.flavor = flavor;
        this.launch = launch;
        this.opener = opener;
        this.handler = handler;
        this.process = new Probation(flavor.commands().size() > 1);
        this.rpc = open(0);
    }

    /// The process that runs now.
    JsonRpcSession rpc() {
        return rpc;
    }

    /// Waits for the greeting.
    Handshake greet() throws Handshake.Failed {
        for (int i = 0; ; i++) {
            Handshake handshake = new Handshake(flavor, launch, rpc);
            try {
                handshake.greet();
                process.stays();
                return handshake;
            } catch (Handshake.Failed e) {
                if (i + 1 == flavor.commands().size() || !e.isGone()) {
                    process.stays();
                    throw e;
                }
            }
            try {
                process = new Probation(i + 2 < flavor.commands().size());
                rpc = open(i + 1);
            } catch (AgentStartException e) {
                throw new Handshake.Failed(String.valueOf(e.getMessage()), false);
            }
        }
    }

    private JsonRpcSession open(int way) throws AgentStartException {
        flavor.kept().apply(launch).beforeStart();
        return JsonRpcSession.start(
                opener.apply(flavor.commands().get(way)), JsonRpcDialect.STANDARD, process);
    }

    /// One process. Its monitor orders its end and the word that it stays.
    private final class Probation implements JsonRpcHandler {
        private boolean mayDie;
        private @Nullable Runnable untold;

        Probation(boolean mayDie) {
            this.mayDie = mayDie;
        }

        void stays() {
            Runnable end;
            synchronized (this) {
                mayDie = false;
                end = untold;
            }
            if (end != null) {
                end.run();
            }
        }

        @Override
        public void notification(String method, JsonNode params) {
            handler.notification(method, params);
        }

        @Override
        public boolean request(JsonRpcRequest request) {
            return handler.request(request);
        }

        @Override
        public void exited(int code, String lastWords) {
            synchronized (this) {
                if (mayDie) {
                    untold = () -> handler.exited(code, lastWords);
                    return;
                }
            }
            handler.exited(code, lastWords);
        }
    }
}
