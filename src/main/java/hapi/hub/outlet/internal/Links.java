package hapi.hub.outlet.internal;

import hapi.hub.config.HubSettings;
import hapi.hub.notify.NoticeWords;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where a notice leads: the session, with its request in front. Pure.
final class Links {
    private Links() {}

    static String of(HubSettings settings, NoticeWords words) {
        String request =
                words.requestId() == null
                        ? ""
                        : "?request="
                                + URLEncoder.encode(words.requestId(), StandardCharsets.UTF_8);
        return settings.publicUrl().toString().replaceAll("/+$", "") + words.url() + request;
    }
}
