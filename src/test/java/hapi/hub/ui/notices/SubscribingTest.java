package hapi.hub.ui.notices;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.notify.Channel;
import hapi.hub.notify.NoticeWords;
import hapi.hub.notify.PushSubscription;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.scope.Namespace;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribingTest {
    private static final String KEYS =
            "{\"endpoint\":\"https://push.example/1\",\"p256dh\":\"p\",\"auth\":\"a\"}";

    private final Kept kept = new Kept();
    private final Phone phone = new Phone();
    private final Subscribing subscribing = new Subscribing(kept, List.of(phone));

    @Test
    void pageGetsTheKey() {
        assertThat(subscribing.key(call("{}")))
                .isEqualTo(new ActResult.Done(Json.object().put("key", "key")));
    }

    @Test
    void browserIsKeptForItsNamespaceAndForgotten() {
        assertThat(subscribing.subscribe(call(KEYS))).isInstanceOf(ActResult.Done.class);
        assertThat(kept.of(Scopes.HOME))
                .containsExactly(new PushSubscription("https://push.example/1", "p", "a"));

        subscribing.unsubscribe(call("{\"endpoint\":\"https://push.example/1\"}"));
        assertThat(kept.of(Scopes.HOME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"endpoint\":\"https://push.example/1\",\"p256dh\":\"p\"}",
                "{\"endpoint\":{\"a\":1},\"p256dh\":\"p\",\"auth\":\"a\"}",
                "{\"endpoint\":null,\"p256dh\":\"p\",\"auth\":\"a\"}"
            })
    void keysThatAreNoneAreRefused(String args) {
        assertThat(subscribing.subscribe(call(args)))
                .isInstanceOfSatisfying(
                        ActResult.Refused.class,
                        it -> assertThat(it.code()).isEqualTo("malformed"));
        assertThat(kept.all).isEmpty();
    }

    @Test
    void testGoesToThisBrowserWithItsOwnWords() {
        assertThat(subscribing.test(call(KEYS))).isInstanceOf(ActResult.Done.class);

        assertThat(phone.target).isEqualTo("https://push.example/1");
        assertThat(phone.words.body()).isEqualTo("Notifications reach this device.");
        assertThat(phone.words.url()).isEqualTo("/settings");
    }

    @Test
    void testSaysWhyItDidNotGo() {
        phone.outcome = new Channel.Outcome.Failed("gone");
        assertThat(subscribing.test(call(KEYS)))
                .isEqualTo(new ActResult.Refused("service", "It could not be sent: gone."));

        phone.outcome = new Channel.Outcome.Later("status 503", Optional.of(Duration.ofHours(1)));
        assertThat(subscribing.test(call(KEYS)))
                .isEqualTo(new ActResult.Refused("service", "It could not be sent: status 503."));
    }

    private static ActCall call(String args) {
        return new ActCall(
                Viewer.of(Scopes.HOME, null), Texts.of(Locale.ENGLISH), Json.parse(args));
    }

    private static final class Phone implements Channel {
        private Outcome outcome = new Outcome.Accepted();
        private String target = "";
        private NoticeWords words;

        @Override
        public String name() {
            return "web-push";
        }

        @Override
        public boolean yieldsToScreens() {
            return true;
        }

        @Override
        public List<String> targets(Namespace namespace) {
            return List.of();
        }

        @Override
        public Outcome send(Namespace namespace, String to, NoticeWords said) {
            target = to;
            words = said;
            return outcome;
        }
    }

    private static final class Kept implements PushSubscriptions {
        private final List<PushSubscription> all = new ArrayList<>();

        @Override
        public String publicKey() {
            return "key";
        }

        @Override
        public void subscribe(Namespace namespace, PushSubscription subscription) {
            all.add(subscription);
        }

        @Override
        public void unsubscribe(Namespace namespace, String endpoint) {
            all.removeIf(it -> it.endpoint().equals(endpoint));
        }

        @Override
        public List<PushSubscription> of(Namespace namespace) {
            return namespace.equals(Scopes.HOME) ? List.copyOf(all) : List.of();
        }
    }
}
