package hapi.testkit.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.testkit.stage.Program;
import hapi.testkit.stage.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `hapi demo` as a newcomer starts it: one command, no agent, no key. Everything that a test knows
/// of it is what it prints.
public final class DemoProcess {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern LINK =
            Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/#token=(\\S+)");

    private final Program program;
    private final URI url;
    private final String token;
    private final HubClient client;

    private DemoProcess(Stage stage, Program program, Matcher link) {
        this.program = program;
        this.url = URI.create(link.group(1));
        this.token = link.group(2);
        this.client = stage.keep(new HubClient(url, token));
    }

    /// Starts it on a machine of the name `laptop` and waits for the link that it prints.
    public static DemoProcess start(Stage stage) {
        Program program =
                stage.start(
                        "demo",
                        Edition.OURS.command("demo"),
                        stage.folder("empty"),
                        Map.of("HAPI_HOSTNAME", "laptop"));
        Matcher link =
                await("the link of the demo")
                        .atMost(LIMIT)
                        .until(
                                () -> {
                                    assertThat(program.isRunning()).as(program.tail()).isTrue();
                                    return LINK.matcher(program.log());
                                },
                                Matcher::find);
        return new DemoProcess(stage, program, link);
    }

    /// The one session of the demo, once its agent answers.
    public SteeredSession session() {
        String id =
                await("the session of the demo")
                        .atMost(LIMIT)
                        .until(client::sessions, sessions -> sessions.size() == 1)
                        .getFirst()
                        .path("id")
                        .asString();
        SteeredSession session = client.steer(id);
        session.awaitActive();
        return session;
    }

    public URI url() {
        return url;
    }

    public String token() {
        return token;
    }

    public HubClient client() {
        return client;
    }

    public Program program() {
        return program;
    }
}
