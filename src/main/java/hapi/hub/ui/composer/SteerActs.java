package hapi.hub.ui.composer;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.ActSessions;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.SessionCalls.AbortParams;
import hapi.protocol.rpc.SessionCalls.SwitchParams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// `stop` ends the running turn, `take-over` takes the session from the terminal; both `{session}`.
@Configuration(proxyBeanMethods = false)
class SteerActs {
    @Bean
    UiAct stopAct(ActSessions sessions, RpcGateway rpc) {
        return new Call<>(
                "stop",
                "composer.fault.stop",
                RpcMethods.ABORT,
                new AbortParams("User aborted"),
                sessions,
                rpc);
    }

    @Bean
    UiAct takeOverAct(ActSessions sessions, RpcGateway rpc) {
        return new Call<>(
                "take-over",
                "composer.fault.takeOver",
                RpcMethods.SWITCH,
                new SwitchParams("remote"),
                sessions,
                rpc);
    }

    /// One call of the session's process, whose answer says nothing more.
    private record Call<P, R>(
            String name,
            String fault,
            RpcMethod<P, R> method,
            P params,
            ActSessions sessions,
            RpcGateway rpc)
            implements UiAct {
        @Override
        public ActResult run(ActCall call) {
            return sessions.with(call, key -> answer(call, key));
        }

        private ActResult answer(ActCall call, SessionKey key) {
            RpcResult<R> result = rpc.call(key, method, params);
            return result instanceof RpcResult.Ok<R>
                    ? ActResult.Done.plain()
                    : ActSessions.refused(
                            call, "unanswered", fault, FaultWords.of(result, call.texts()));
        }
    }
}
