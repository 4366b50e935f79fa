package hapi.hub.push.internal;

import hapi.hub.notify.Channel;
import hapi.hub.notify.HttpOutcome;
import hapi.hub.notify.NoticeWords;
import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Web Push: the browsers of a namespace, each by the endpoint of its push service, which sees
/// sealed bytes only. Source: protocol/notifications.md sections 3 and 4, RFC 8030, 8291, 8292.
final class WebPushChannel implements Channel {
    private static final String NAME = "web-push";

    /// How long a push service keeps what it cannot hand over: an agent may be waiting the next
    /// morning too, that it is ready is no news by then.
    private static final Duration URGENT_LIFE = Duration.ofHours(24);

    private static final Duration USUAL_LIFE = Duration.ofHours(4);
    private static final int TOPIC_CHARS = 32;

    private final PushSubscriptions subscriptions;
    private final Supplier<VapidKeys> keys;
    private final PushAddresses addresses;
    private final PushPost post;
    private final String subject;
    private final Clock clock;

    WebPushChannel(
            PushSubscriptions subscriptions,
            Supplier<VapidKeys> keys,
            PushAddresses addresses,
            PushPost post,
            String subject,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.keys = keys;
        this.addresses = addresses;
        this.post = post;
        this.subject = subject;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean yieldsToScreens() {
        return true;
    }

    @Override
    public List<String> targets(Namespace namespace) {
        return subscriptions.of(namespace).stream().map(PushSubscription::endpoint).toList();
    }

    @Override
    public Outcome send(Namespace namespace, String target, NoticeWords words) {
        Optional<PushSubscription> subscription =
                subscriptions.of(namespace).stream()
                        .filter(it -> it.endpoint().equals(target))
                        .findFirst();
        return subscription.isEmpty()
                ? new Outcome.Failed("unsubscribed")
                : send(namespace, subscription.get(), words);
    }

    private Outcome send(Namespace namespace, PushSubscription to, NoticeWords words) {
        try {
            Optional<PushAddresses.Place> place = addresses.place(to.endpoint());
            if (place.isEmpty()) {
                return new Outcome.Failed("address refused");
            }
            SealedPush push =
                    SealedPush.of(
                            payload(words),
                            to,
                            place.get().origin(),
                            manner(words),
                            keys.get(),
                            subject);
            PushPost.Answer answer = post.post(place.get(), push.headers(), push.body());
            return outcome(namespace, to, answer);
        } catch (GeneralSecurityException e) {
            return new Outcome.Failed("keys refused");
        } catch (UnknownHostException e) {
            return new Outcome.Later("host not found", Optional.empty());
        } catch (IOException e) {
            return new Outcome.Later("not reached", Optional.empty());
        }
    }

    private Outcome outcome(Namespace namespace, PushSubscription to, PushPost.Answer answer) {
        if (answer.status() == 404 || answer.status() == 410) {
            subscriptions.unsubscribe(namespace, to.endpoint());
            return new Outcome.Failed("gone");
        }
        return HttpOutcome.of(answer.status(), answer.header("retry-after"), clock.instant());
    }

    static byte[] payload(NoticeWords words) {
        ObjectNode payload = Json.object().put("title", words.title()).put("body", words.body());
        if (words.tag() != null) {
            payload.put("tag", words.tag());
        }
        ObjectNode data =
                payload.putObject("data")
                        .put("type", words.type())
                        .put("sessionId", words.sessionId())
                        .put("url", words.url());
        if (words.requestId() != null) {
            data.put("requestId", words.requestId());
        }
        return Json.write(payload).getBytes(StandardCharsets.UTF_8);
    }

    private static SealedPush.Manner manner(NoticeWords words) throws GeneralSecurityException {
        return new SealedPush.Manner(
                words.isUrgent() ? URGENT_LIFE : USUAL_LIFE,
                words.isUrgent(),
                topic(words.collapse()));
    }

    /// Says nothing about the session to the push service but which notices replace each other.
    private static String topic(String collapse) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(collapse.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hash)
                .substring(0, TOPIC_CHARS);
    }
}
