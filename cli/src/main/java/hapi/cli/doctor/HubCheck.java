package hapi.cli.doctor;

import hapi.cli.config.BadConfigException;
import hapi.cli.config.CliConfig;
import hapi.cli.doctor.HubProbe.Answer.Response;
import hapi.cli.doctor.HubProbe.Answer.Silence;
import hapi.cli.hub.HubAccess;
import hapi.cli.hub.HubIdentity;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The way to the hub, hop by hop: address, somebody there, a hub, the token, websockets, the
/// clock.
final class HubCheck {
    static final String URL = "hub-url";
    static final String HUB = "hub";
    private static final List<String> ALL =
            List.of(URL, HUB, TokenCheck.NAME, "websocket", ClockCheck.NAME);
    private static final Set<Integer> OF_A_PROXY = Set.of(502, 503, 504);

    private final CliConfig config;
    private final Clock clock;
    private final Duration limit;

    HubCheck(CliConfig config, Clock clock, Duration limit) {
        this.config = config;
        this.clock = clock;
        this.limit = limit;
    }

    static List<Finding> skipped(String because) {
        return ALL.stream().map(check -> Finding.skipped(check, because)).toList();
    }

    List<Finding> examine() {
        HubAccess access;
        try {
            access = config.access(config.token().orElse(""));
        } catch (BadConfigException e) {
            return withRest(
                    Finding.fault(URL, Masked.text(String.valueOf(e.getMessage())), correctUrl()));
        }
        HubProbe probe = new HubProbe(access, limit);
        long before = clock.millis();
        HubProbe.Answer health = probe.get("/health");
        long after = clock.millis();
        return switch (health) {
            case Silence silence -> withRest(silent(access.origin(), silence));
            case Response answer -> answered(probe, answer, before + (after - before) / 2);
        };
    }

    private List<Finding> answered(HubProbe probe, Response health, long askedAt) {
        URI url = probe.access().origin();
        String shown = Masked.text(url.toString());
        if (OF_A_PROXY.contains(health.status())) {
            return withRest(
                    Finding.ok(URL, shown),
                    Finding.fault(
                            HUB,
                            "A proxy answers at %s, but the hub behind it does not (HTTP %d)"
                                    .formatted(shown, health.status()),
                            "Start the hub on its machine: hapi hub",
                            "and look whether the proxy passes on to the port it listens on"));
        }
        if (!isHub(health)) {
            return withRest(noHub(shown, health));
        }
        if (new HubIdentity(probe.access()).check() == HubIdentity.Verdict.STRANGER) {
            return withRest(
                    Finding.fault(
                            HUB,
                            "What listens at %s is not the hub of this home".formatted(shown),
                            "Another program may have taken the port: stop it and start the hub",
                            "If this hub is the right one (a published one, or one with another"
                                    + " home), set HAPI_HUB_PROOF=off"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(URL, shown + " (" + config.hubUrlSource().words() + ")"));
        findings.add(Finding.ok(HUB, "answers" + version(health)));
        Response signIn = null;
        if (config.token().isPresent()
                && probe.signIn() instanceof Response answer
                && answer.status() == 200) {
            signIn = answer;
        }
        findings.add(new TokenCheck(config, probe).examine());
        findings.add(websocket(probe));
        findings.add(new ClockCheck(health, signIn, askedAt).examine());
        return findings;
    }

    private Finding silent(URI url, Silence silence) {
        String shown = Masked.text(url.toString());
        return switch (silence.kind()) {
            case UNKNOWN_HOST ->
                    Finding.fault(
                            URL,
                            "No machine is called %s (hub address %s)"
                                    .formatted(url.getHost(), shown),
                            correctUrl());
            case TLS ->
                    Finding.fault(
                            URL,
                            "No TLS connection to %s: %s".formatted(shown, silence.reason()),
                            "If the hub speaks plain HTTP, the address begins with http://",
                            "If its certificate is of your own authority, name a PEM file with it in"
                                    + " NODE_EXTRA_CA_CERTS",
                            correctUrl());
            case REFUSED ->
                    Finding.fault(
                            HUB,
                            "Nothing listens at %s: the hub is down".formatted(shown),
                            isHere(url)
                                    ? "Start it: hapi hub"
                                    : "Start it on %s: hapi hub".formatted(url.getHost()),
                            "If it runs elsewhere: " + correctUrl());
            case TIMED_OUT ->
                    Finding.fault(
                            HUB,
                            "%s does not answer within %d s".formatted(shown, limit.toSeconds()),
                            "Look whether the machine is on and its firewall lets port %d through"
                                    .formatted(port(url)),
                            "If the hub hangs, start it again: hapi hub");
            case BROKEN ->
                    Finding.fault(
                            HUB,
                            "%s breaks the connection: %s".formatted(shown, silence.reason()),
                            "If the hub speaks TLS, the address begins with https://",
                            correctUrl());
        };
    }

    private Finding noHub(String shown, Response answer) {
        String location = answer.header("Location");
        if (answer.status() / 100 == 3 && !location.isEmpty()) {
            return Finding.fault(
                    URL,
                    "%s sends on to %s".formatted(shown, Masked.text(location)),
                    "Use that address, without /health. " + correctUrl());
        }
        return Finding.fault(
                URL,
                "Something answers at %s, but it is no HAPI hub (HTTP %d)"
                        .formatted(shown, answer.status()),
                correctUrl(),
                "A hub says where it is when it starts, after the word Open");
    }

    private Finding websocket(HubProbe probe) {
        String failure = probe.websocketFailure();
        return failure == null
                ? Finding.ok("websocket", "open, one frame each way")
                : Finding.fault(
                        "websocket",
                        "HTTP gets through to the hub, websockets do not: " + failure,
                        "A proxy on the way must pass on upgrades for /socket.io/. nginx:"
                                + " proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                                + " proxy_set_header Connection \"upgrade\"; Apache: mod_proxy_wstunnel;"
                                + " Caddy and Traefik do it by themselves",
                        "To tell which hop it is, point HAPI_API_URL straight at the hub and run"
                                + " hapi doctor again");
    }

    private String correctUrl() {
        return switch (config.hubUrlSource()) {
            case ENVIRONMENT -> "Correct HAPI_API_URL, it is set in the environment";
            case SETTINGS -> "Correct \"apiUrl\" in " + config.home().settingsFile();
            default -> "Set HAPI_API_URL to the address of your hub, e.g. https://hub.example";
        };
    }

    private static List<Finding> withRest(Finding... found) {
        List<String> names = Stream.of(found).map(Finding::check).toList();
        List<Finding> all = new ArrayList<>(List.of(found));
        ALL.stream()
                .filter(check -> !names.contains(check))
                .map(check -> Finding.skipped(check, "no hub was reached"))
                .forEach(all::add);
        return all;
    }

    private static boolean isHub(Response answer) {
        return answer.status() == 200
                && json(answer.body()).path("status").asString("").equals("ok");
    }

    private static String version(Response health) {
        int version = json(health.body()).path("protocolVersion").asInt(0);
        return version == 0 ? "" : ", protocol version " + version;
    }

    static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonSyntaxException e) {
            return Json.object(); // A web page, most likely.
        }
    }

    private static boolean isHere(URI url) {
        String host = url.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }
}
