package hapi.hub.ui.view;

import hapi.hub.message.MessageService;
import hapi.hub.permission.PermissionService;
import hapi.hub.rpc.RpcGateway;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionResumption;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.UiBridge;
import org.springframework.stereotype.Component;

/// Makes the page of a session; holds what all of them need.
@Component
record SessionPages(
        SessionService sessions,
        MessageService messages,
        PermissionService permissions,
        SessionResumption resumption,
        RpcGateway rpc,
        UiBridge bridge) {
    SessionPage open(SessionKey key) {
        return new SessionPage(key, this);
    }
}
