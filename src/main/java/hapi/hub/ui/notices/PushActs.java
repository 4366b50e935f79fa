package hapi.hub.ui.notices;

import hapi.hub.notify.Channel;
import hapi.hub.notify.Notices;
import hapi.hub.notify.PushSubscriptions;
import hapi.hub.session.SessionService;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The acts of the settings of notifications; [Subscribing] and [TellingList] say what each takes
/// and answers.
@Configuration(proxyBeanMethods = false)
class PushActs {
    @Bean
    Subscribing pushSubscribing(PushSubscriptions subscriptions, List<Channel> channels) {
        return new Subscribing(subscriptions, channels);
    }

    @Bean
    UiAct pushKeyAct(Subscribing subscribing) {
        return new Named("push-key", subscribing::key);
    }

    @Bean
    UiAct pushSubscribeAct(Subscribing subscribing) {
        return new Named("push-subscribe", subscribing::subscribe);
    }

    @Bean
    UiAct pushUnsubscribeAct(Subscribing subscribing) {
        return new Named("push-unsubscribe", subscribing::unsubscribe);
    }

    @Bean
    UiAct pushTestAct(Subscribing subscribing) {
        return new Named("push-test", subscribing::test);
    }

    @Bean
    UiAct noticesAct(Notices notices, SessionService sessions) {
        return new Named("notices", new TellingList(notices, sessions)::list);
    }

    private record Named(String name, Function<ActCall, ActResult> act) implements UiAct {
        @Override
        public ActResult run(ActCall call) {
            return act.apply(call);
        }
    }
}
