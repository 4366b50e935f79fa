package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the hub reaches by itself, as the system sees it: every address that its process connects
/// or sends to, name servers too. Needs `strace`.
class NoOutboundIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Longer than a notice rests before it is sent.
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final Pattern CALL =
            Pattern.compile(
                    "sin6?_port=htons\\((?<port>\\d+)\\).*?(?:inet_addr\\(|inet_pton\\(AF_INET6, )\"(?<address>[^\"]+)\"");
    private static final int NAME_SERVICE = 53;

    @RegisterExtension final Stage stage = new Stage();

    @Test
    void hubThatNobodySetUpReachesNobody() throws IOException {
        HubProcess hub = watched(Map.of());
        PlayedSession session = asking(hub);
        Visitor visitor = Visitor.signIn(Browser.launch(stage), hub, Screen.PHONE);
        visitor.open(session.id());
        visitor.page().waitForTimeout(REST.toMillis());
        assertThat(hub.stop()).isIn(0, 143);

        assertThat(Files.size(trace(hub))).isPositive();
        assertThat(foreign(trace(hub))).isEmpty();
    }

    /// The watch sees what it is there for; 192.0.2.1 is nobody's.
    @Test
    void hubWithAWebhookIsSeenReachingForIt() {
        HubProcess hub =
                watched(
                        Map.of(
                                "HAPI_WEBHOOK_URL", "http://192.0.2.1:9/",
                                "HAPI_WEBHOOK_SECRET", "0123456789abcdef"));
        asking(hub);

        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(foreign(trace(hub))).containsOnly("192.0.2.1 port 9"));
    }

    private HubProcess watched(Map<String, String> additions) {
        assumeTrue(Files.isExecutable(STRACE), "strace is not installed");
        HubProcess hub = HubProcess.start(stage, Edition.OURS, additions);
        assertThat(hub.stop()).isIn(0, 143);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                STRACE.toString(),
                                "-D",
                                "-f",
                                "-qq",
                                "--seccomp-bpf",
                                "-e",
                                "trace=connect,sendto,sendmsg,sendmmsg",
                                "-o",
                                trace(hub).toString()));
        command.addAll(Edition.OURS.command("hub"));
        hub.restartAs(command);
        return hub;
    }

    private static Path trace(HubProcess hub) {
        return hub.home().resolve("calls.txt");
    }

    private PlayedSession asking(HubProcess hub) {
        PlayedSession session = PlayedSession.start(stage, hub, "asking");
        session.ask("r-1", "Bash", Json.object().put("command", "true"));
        return session;
    }

    /// Addresses that are not this machine's own, or that answer for names.
    private static List<String> foreign(Path trace) throws IOException {
        return Files.readString(trace)
                .lines()
                .flatMap(line -> CALL.matcher(line).results())
                .filter(call -> isForeign(call.group("address"), call.group("port")))
                .map(call ->
                        call.group("address").replace("::ffff:", "")
                                + " port "
                                + call.group("port"))
                .distinct()
                .toList();
    }

    private static boolean isForeign(String address, String port) {
        return Integer.parseInt(port) == NAME_SERVICE
                || !address.matches("127\\..*|::1|::ffff:127\\..*");
    }
}
