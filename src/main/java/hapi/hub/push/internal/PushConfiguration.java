package hapi.hub.push.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.lanes.Background;
import hapi.hub.notify.PushSubscriptions;
import hapi.protocol.home.SettingsFile;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the channel together.
@Configuration(proxyBeanMethods = false)
class PushConfiguration {
    /// Nobody is behind it; push services want an address of this form.
    private static final String NO_SUBJECT = "mailto:nobody@example.com";

    private static final String ALLOWS_PRIVATE = "HAPI_PUSH_PRIVATE";

    @Bean
    WebPushChannel webPushChannel(
            PushSubscriptions subscriptions,
            HubSettings settings,
            Background background,
            Clock clock,
            @Value("${VAPID_SUBJECT:}") String subject,
            @Value("${" + ALLOWS_PRIVATE + ":false}") boolean isPrivateAllowed,
            @Value("${hapi.push.limit:10s}") Duration limit) {
        SettingsFile file = new SettingsFile(settings.home());
        return new WebPushChannel(
                subscriptions,
                () -> VapidKeys.of(file),
                new PushAddresses(isPrivateAllowed),
                new PushPost(limit, (pause, work) -> background.after(pause, "push limit", work)),
                subject.isBlank() ? subject(settings) : subject.strip(),
                clock);
    }

    private static String subject(HubSettings settings) {
        return "https".equalsIgnoreCase(settings.publicUrl().getScheme())
                ? settings.publicUrl().toString()
                : NO_SUBJECT;
    }
}
