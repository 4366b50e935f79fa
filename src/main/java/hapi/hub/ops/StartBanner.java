package hapi.hub.ops;

import hapi.hub.config.HubSettings;
import hapi.protocol.qr.QrCode;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/// Tells the person at the terminal where the hub is and how to sign in, once it answers.
@Component
class StartBanner implements ApplicationListener<ApplicationReadyEvent> {
    private final HubSettings settings;

    StartBanner(HubSettings settings) {
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        print(System.out, LanAddresses.find());
    }

    void print(PrintStream out, List<String> lanAddresses) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("HAPI hub is ready.");
        lines.add("");
        lines.add("  Open      " + localUrl());
        if (!isDefaultPublicUrl()) {
            lines.add("  Public    " + settings.publicUrl());
        }
        if (settings.isTokenNew()) {
            lines.add("  Token     " + settings.token());
            lines.add("            made just now, kept in " + settings.home().settingsFile());
        } else {
            lines.add(
                    "  Token     "
                            + settings.token()
                            + "  (from "
                            + settings.sources().get("CLI_API_TOKEN")
                            + ")");
        }
        lines.add("  Sign in   " + signInLink(localUrl()));
        settings.warnings().forEach(warning -> lines.add("  Warning   " + warning));
        lines.add("");
        String forPhone = phoneUrl(lanAddresses);
        if (forPhone.isEmpty()) {
            lines.add(
                    settings.lan()
                            ? "  No network address found that a phone could reach."
                            : "  A phone cannot reach "
                                    + settings.listenHost()
                                    + ": start with --lan for the same network, or set"
                                    + " HAPI_PUBLIC_URL.");
        } else {
            lines.add("  Scan with a phone to sign in at " + forPhone);
            lines.add("");
            lines.add(QrCode.of(signInLink(forPhone)));
        }
        lines.forEach(out::println);
        out.flush();
    }

    private String localUrl() {
        boolean isAny =
                settings.listenHost().equals("0.0.0.0") || settings.listenHost().equals("::");
        String host = isAny ? "127.0.0.1" : settings.listenHost();
        return "http://" + bracketed(host) + ":" + settings.listenPort();
    }

    private boolean isDefaultPublicUrl() {
        return "default".equals(settings.sources().get("HAPI_PUBLIC_URL"));
    }

    /// Where a phone reaches this hub, or empty.
    private String phoneUrl(List<String> lanAddresses) {
        URI configured = settings.publicUrl();
        if (!isDefaultPublicUrl() && !isLoopback(configured.getHost())) {
            return configured.toString();
        }
        boolean isAny =
                settings.listenHost().equals("0.0.0.0") || settings.listenHost().equals("::");
        if (isAny) {
            return lanAddresses.isEmpty()
                    ? ""
                    : "http://" + lanAddresses.getFirst() + ":" + settings.listenPort();
        }
        return isLoopback(settings.listenHost()) ? "" : localUrl();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /// Behind `#`, a browser keeps the token for itself: no proxy on the way sees or logs it.
    /// Decision: 0016.
    private String signInLink(String url) {
        return url + "/#token=" + URLEncoder.encode(settings.token(), StandardCharsets.UTF_8);
    }
}
