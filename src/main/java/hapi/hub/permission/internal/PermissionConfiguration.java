package hapi.hub.permission.internal;

import hapi.hub.lanes.Background;
import hapi.hub.lanes.Lanes;
import hapi.hub.message.MessageChanges;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.session.SessionService;
import hapi.hub.store.TxRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Puts the permission feature together.
@Configuration(proxyBeanMethods = false)
class PermissionConfiguration {
    @Bean
    LanePermissionService permissionService(
            Lanes lanes,
            TxRunner store,
            SessionService sessions,
            JdbcClient jdbc,
            RpcGateway rpc,
            RpcRegistry registry,
            Background background,
            MessageChanges messages) {
        LanePermissionService service =
                new LanePermissionService(
                        lanes,
                        store,
                        sessions,
                        new DecisionRepository(jdbc),
                        rpc,
                        background,
                        new Refusals(messages));
        lanes.callForAll(_ -> {
            service.load();
            return true;
        });
        registry.onSessionMethod(service::methodRegistered);
        return service;
    }
}
