package hapi.hub.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import hapi.hub.events.Origin;
import hapi.hub.scope.Namespace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who looks at a tab. Kept with the tab, from its cookie; a sign-out ends all tabs.
public record Viewer(Namespace namespace, String device) {
    /// The published clients know one person a namespace, and so do we.
    public static final String WHO = "owner";

    private static final String PHONE = "phone";
    private static final String DESKTOP = "desktop";

    /// Who asks from this browser; `agent` is what it says of itself.
    public static Viewer of(Namespace namespace, @Nullable String agent) {
        boolean isPhone = agent != null && (agent.contains("Mobi") || agent.contains("Android"));
        return new Viewer(namespace, isPhone ? PHONE : DESKTOP);
    }

    public Origin origin() {
        return new Origin.Ui(device);
    }

    static Optional<Viewer> of(UI ui) {
        return Optional.ofNullable(ComponentUtil.getData(ui, Viewer.class));
    }

    static void set(UI ui, Viewer viewer) {
        ComponentUtil.setData(ui, Viewer.class, viewer);
    }

    /// Of the tab that is served now; views other than the login are made for a viewer only.
    public static Viewer current() {
        return of(UI.getCurrent())
                .orElseThrow(() -> new IllegalStateException("a view without a viewer"));
    }
}
