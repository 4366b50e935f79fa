package hapi.hub.outlet.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Puts the outlets together. One that the operator did not set up is not there: the ledger has no
/// line of it.
@Configuration(proxyBeanMethods = false)
class OutletConfiguration {
    @Bean(destroyMethod = "close")
    @Conditional(HasOutlet.class)
    OutletPost outletPost(Clock clock, @Value("${hapi.outlet.limit:10s}") Duration limit) {
        return new OutletPost(limit, clock);
    }

    @Bean
    @Conditional(HasNtfy.class)
    NtfyChannel ntfyChannel(HubSettings settings, OutletPost post) {
        return new NtfyChannel(Objects.requireNonNull(settings.outlets().ntfy()), settings, post);
    }

    @Bean
    @Conditional(HasWebhook.class)
    WebhookChannel webhookChannel(HubSettings settings, OutletPost post, Clock clock) {
        return new WebhookChannel(
                Objects.requireNonNull(settings.outlets().webhook()), settings, post, clock);
    }

    /// The settings are there before anything else is made.
    private static OutletSettings outlets(ConditionContext context) {
        return Objects.requireNonNull(context.getBeanFactory())
                .getBean(HubSettings.class)
                .outlets();
    }

    static final class HasOutlet implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !outlets(context).equals(OutletSettings.OFF);
        }
    }

    static final class HasNtfy implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return outlets(context).ntfy() != null;
        }
    }

    static final class HasWebhook implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return outlets(context).webhook() != null;
        }
    }
}
