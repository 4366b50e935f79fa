package hapi.hub.ui;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.communication.PushMode;
import com.vaadin.flow.shared.ui.Transport;

/// What every page has: its own style sheets (no theme of Vaadin's, as none of its components is
/// used), a socket for what the hub has to say, requests for the rest (they carry the cookie, a
/// socket's frames do not).
@Push(value = PushMode.AUTOMATIC, transport = Transport.WEBSOCKET_XHR)
@StyleSheet("theme.css")
@StyleSheet("frame.css")
@StyleSheet("page.css")
@Viewport(
        "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content")
public class AppShell implements AppShellConfigurator {
    private static final long serialVersionUID = 1L;

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addMetaTag("robots", "noindex");
        settings.addMetaTag("format-detection", "telephone=no");
    }
}
