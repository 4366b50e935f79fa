package hapi.cli.command;

import hapi.cli.config.BadConfigException;
import hapi.cli.config.CliConfig;
import hapi.cli.hub.HubAccess;
import hapi.protocol.qr.QrCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A QR code that opens the hub's page on a phone and signs it in. Whoever sees it can do the same,
/// so it is shown only when asked for.
final class SignInCode {
    private final Invocation invocation;
    private final CliConfig config;

    SignInCode(Invocation invocation, CliConfig config) {
        this.invocation = invocation;
        this.config = config;
    }

    /// @param given where the phone reaches the hub; empty for where this machine does
    int print(String given) {
        URI url = given.isEmpty() ? config.hubUrl() : address(given);
        String token = new TokenPrompt(invocation, config).require();
        if (isLoopback(url.getHost())) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "A phone cannot reach %s: that is this machine.".formatted(url),
                            "  In the same network: hapi hub --lan, then hapi auth qr --url"
                                    + " http://<this machine>:"
                                    + url.getPort(),
                            "  From anywhere: hapi auth qr --url https://<your hub>"));
        }
        String link = url + "/#token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        invocation.out().println("Scan with a phone to sign in at " + url);
        if (url.getScheme().equals("http")) {
            invocation
                    .out()
                    .println("This address is not encrypted: use it in a network you trust.");
        }
        invocation.out().println();
        invocation.out().println(QrCode.of(link));
        return 0;
    }

    private static URI address(String given) {
        try {
            return new HubAccess(new URI(given), "").origin();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new BadConfigException(
                    "\"%s\" is not http://host[:port] or https://host[:port].".formatted(given));
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
