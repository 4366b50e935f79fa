package hapi.hub.outlet.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import hapi.hub.notify.Channel;
import hapi.hub.notify.NoticeWords;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A program of the operator's. Told whether somebody looks at a screen or not: a program has its
/// own reasons. Body: `docs/webhook.schema.json`; headers: [WebhookSignature].
final class WebhookChannel implements Channel {
    private final OutletSettings.Webhook webhook;
    private final WebhookSignature signature;
    private final HubSettings settings;
    private final OutletPost post;
    private final Clock clock;

    WebhookChannel(
            OutletSettings.Webhook webhook, HubSettings settings, OutletPost post, Clock clock) {
        this.webhook = webhook;
        this.signature = new WebhookSignature(webhook.secret());
        this.settings = settings;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean yieldsToScreens() {
        return false;
    }

    @Override
    public List<String> targets(Namespace namespace) {
        return Operator.targets(namespace);
    }

    @Override
    public Outcome send(Namespace namespace, String target, NoticeWords words) {
        Instant now = clock.instant();
        byte[] body = body(words, now);
        Map<String, String> headers = signature.headers(words.id(), now, body);
        return post.post(webhook.url(), headers, body);
    }

    private byte[] body(NoticeWords words, Instant now) {
        ObjectNode body =
                Json.object()
                        .put("type", words.type())
                        .put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
        ObjectNode data =
                body.putObject("data")
                        .put("title", words.title())
                        .put("body", words.body())
                        .put("urgent", words.isUrgent())
                        .put("sessionId", words.sessionId())
                        .put("url", Links.of(settings, words));
        if (words.requestId() != null) {
            data.put("requestId", words.requestId());
        }
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }
}
