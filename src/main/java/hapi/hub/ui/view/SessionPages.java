package hapi.hub.ui.view;

import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.chat.OpenChats;
import hapi.hub.ui.composer.SessionRestarts;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Makes the page of a session; holds what all of them need.
@Component
record SessionPages(
        SessionService sessions,
        MessageService messages,
        PermissionService permissions,
        MachineService machines,
        SessionRestarts restarts,
        UiBridge bridge,
        OpenChats chats) {
    /// With its end on the screen, or the place that is asked for.
    SessionPage open(SessionKey key, Optional<PageRequest.Position> place) {
        return new SessionPage(key, place, this);
    }
}
