package hapi.hub.ui.bridge;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.communication.PushConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class UiScreen implements Screen {
    private static final Logger LOG = LoggerFactory.getLogger(UiScreen.class);

    private final UI ui;

    UiScreen(UI ui) {
        this.ui = ui;
    }

    @Override
    public void access(Runnable task) {
        try {
            ui.access(task::run);
        } catch (UIDetachedException e) {
            LOG.debug("a tab closed before it was told: {}", e.getMessage());
        }
    }

    @Override
    public boolean isReachable() {
        PushConnection push = ui.getInternals().getPushConnection();
        return push != null && push.isConnected();
    }
}
