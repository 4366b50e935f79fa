package hapi.hub.ui.notices;

import hapi.hub.notify.Channel;
import hapi.hub.notify.NoticeWords;
import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.util.List;

/// A browser that wants to be woken, and whether that works.
final class Subscribing {
    private static final String WEB_PUSH = "web-push";

    private final PushSubscriptions subscriptions;
    private final List<Channel> channels;

    Subscribing(PushSubscriptions subscriptions, List<Channel> channels) {
        this.subscriptions = subscriptions;
        this.channels = List.copyOf(channels);
    }

    /// Answers `{key}`, as the browser's push manager takes it.
    ActResult key(ActCall call) {
        return new ActResult.Done(Json.object().put("key", subscriptions.publicKey()));
    }

    /// `{endpoint, p256dh, auth}`: adds this browser, or replaces its keys.
    ActResult subscribe(ActCall call) {
        try {
            subscriptions.subscribe(
                    call.viewer().namespace(),
                    new PushSubscription(
                            call.text("endpoint"), call.text("p256dh"), call.text("auth")));
            return ActResult.Done.plain();
        } catch (IllegalArgumentException e) {
            return new ActResult.Refused("malformed", call.texts().text("notices.fault.keys"));
        }
    }

    /// `{endpoint}`; done too when it is not known.
    ActResult unsubscribe(ActCall call) {
        subscriptions.unsubscribe(call.viewer().namespace(), call.text("endpoint"));
        return ActResult.Done.plain();
    }

    /// `{endpoint}`: sends a notice to this browser, whoever looks at a screen. Answers when the
    /// push service has it, and refuses with its reason when it does not take it.
    ActResult test(ActCall call) {
        Texts texts = call.texts();
        NoticeWords words =
                new NoticeWords(
                        "test",
                        texts.text("notices.test.title"),
                        texts.text("notices.test.body"),
                        "test",
                        "test",
                        "",
                        "/settings",
                        null,
                        "test",
                        true);
        Channel channel =
                channels.stream()
                        .filter(it -> it.name().equals(WEB_PUSH))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no channel " + WEB_PUSH));
        return switch (channel.send(call.viewer().namespace(), call.text("endpoint"), words)) {
            case Channel.Outcome.Accepted _ -> ActResult.Done.plain();
            case Channel.Outcome.Later(String reason, _) -> refused(texts, reason);
            case Channel.Outcome.Failed(String reason) -> refused(texts, reason);
        };
    }

    private static ActResult refused(Texts texts, String reason) {
        return new ActResult.Refused("service", texts.text("notices.fault.service", reason));
    }
}
