package hapi.hub.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where notices go besides browsers and Telegram, as the operator says; both are null for a hub
/// that sends to neither.
public record OutletSettings(@Nullable Ntfy ntfy, @Nullable Webhook webhook) {
    /// A hub without outlets: it connects to none.
    public static final OutletSettings OFF = new OutletSettings(null, null);

    /// `server` has no slash at its end; `token` is null for a topic that everybody may write to.
    public record Ntfy(URI server, String topic, @Nullable String token) {
        @Override
        public String toString() {
            return "Ntfy[%s]".formatted(server);
        }
    }

    /// `secret` signs what is sent: text, or `whsec_` and Base64.
    public record Webhook(URI url, String secret) {
        @Override
        public String toString() {
            return "Webhook[%s]".formatted(url.getAuthority());
        }
    }
}
