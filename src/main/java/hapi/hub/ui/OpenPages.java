package hapi.hub.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.WrappedSession;
import hapi.hub.auth.Grant;
import hapi.hub.auth.OpenChannels;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/// Ends a tab when the sign-in it came from is over: it goes to the login, and what the server
/// keeps of it is forgotten, with all tabs of that browser.
@Component
class OpenPages {
    private static final Logger log = LoggerFactory.getLogger(OpenPages.class);

    private final OpenChannels channels;
    private final Executor workers;

    OpenPages(OpenChannels channels, @Qualifier("applicationTaskExecutor") Executor workers) {
        this.channels = channels;
        this.workers = workers;
    }

    /// Holds a place for the tab as long as it lives. Call with the tab's lock; a second call with
    /// the same grant changes nothing.
    void hold(UI ui, Grant grant) {
        OpenChannels.Place held = ComponentUtil.getData(ui, OpenChannels.Place.class);
        if (held != null && held.grant().equals(grant)) {
            return;
        }
        if (held != null) {
            held.close();
        } else {
            ui.addDetachListener(_ -> release(ui));
        }
        channels.take(OpenChannels.Kind.PAGE, grant)
                .ifPresent(place -> {
                    ComponentUtil.setData(ui, OpenChannels.Place.class, place);
                    place.onEnd(() -> end(ui));
                });
    }

    private static void release(UI ui) {
        OpenChannels.Place held = ComponentUtil.getData(ui, OpenChannels.Place.class);
        if (held != null) {
            held.close();
        }
    }

    private void end(UI ui) {
        try {
            ui.access(() -> {
                ui.getPage().setLocation("login");
                ui.push();
                // When a request of the tab runs, its answer is written before.
                WrappedSession browser = ui.getSession().getSession();
                workers.execute(browser::invalidate);
            });
        } catch (UIDetachedException e) {
            log.debug("the tab had gone already", e);
        }
    }
}
