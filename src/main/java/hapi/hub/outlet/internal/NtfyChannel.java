package hapi.hub.outlet.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import hapi.hub.notify.Channel;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// ntfy: the operator's topic. Whoever reads the topic, and the server, reads the words. Source:
/// ntfy's documentation, "Publish as JSON".
final class NtfyChannel implements Channel {
    private static final int URGENT = 4;
    private static final int USUAL = 3;

    private final OutletSettings.Ntfy ntfy;
    private final HubSettings settings;
    private final OutletPost post;

    NtfyChannel(OutletSettings.Ntfy ntfy, HubSettings settings, OutletPost post) {
        this.ntfy = ntfy;
        this.settings = settings;
        this.post = post;
    }

    @Override
    public String name() {
        return "ntfy";
    }

    @Override
    public boolean yieldsToScreens() {
        return true;
    }

    @Override
    public List<String> targets(Namespace namespace) {
        return Operator.targets(namespace);
    }

    @Override
    public Outcome send(Namespace namespace, String target, NoticeWords words) {
        ObjectNode message =
                Json.object()
                        .put("topic", ntfy.topic())
                        .put("title", words.title())
                        .put("message", words.body())
                        .put("priority", words.isUrgent() ? URGENT : USUAL)
                        .put("click", Links.of(settings, words));
        message.putArray("tags").add(tag(words));
        Map<String, String> headers =
                ntfy.token() == null ? Map.of() : Map.of("Authorization", "Bearer " + ntfy.token());
        return post.post(
                URI.create(ntfy.server() + "/"),
                headers,
                Json.write(message).getBytes(StandardCharsets.UTF_8));
    }

    /// Names of emoji, which ntfy draws before the title.
    private static String tag(NoticeWords words) {
        return switch (words.type()) {
            case "permission-request" -> "raised_hand";
            case "input-request" -> "question";
            case "ready" -> "white_check_mark";
            default -> "bell";
        };
    }
}
