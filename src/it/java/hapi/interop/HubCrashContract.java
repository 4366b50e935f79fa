package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HapiCli;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import hapi.testkit.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A hub that dies in the middle of a chat and comes back: the command line finds it again, nothing
/// is lost or doubled, an open question is open again.
@TestInstance(Lifecycle.PER_CLASS)
abstract class HubCrashContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PROMPTS = 6;

    /// The span in which a hub dies after the agent has begun with a prompt: long enough to hit the
    /// answer, its way to the hub and the time after it.
    private static final int SPAN_MILLIS = 800;

    @RegisterExtension final Stage stage = new Stage();

    abstract Edition cliEdition();

    abstract Edition hubEdition();

    /// What chooses the moments of the crashes.
    abstract LongStream seeds();

    @Test
    void openQuestionIsOpenAgainAfterACrashAndCanBeAnswered() {
        HubProcess hub = HubProcess.start(stage, hubEdition());
        SteeredSession session = startSession(hub);
        session.send(ClaudeScenario.RUN_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");

        hub.kill();
        hub.restart();

        assertThat(session.openRequests()).containsExactly(request);
        session.awaitActive();
        session.awaitApproved(request, Json.object());
        session.awaitLine("agent: " + ClaudeScenario.COMMAND_DONE);
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostOrDoubledWhenTheHubDiesInTheMiddle(long seed) {
        Random random = new Random(seed);
        HubProcess hub = HubProcess.start(stage, hubEdition());
        SteeredSession session = startSession(hub);
        int fatal = 1 + random.nextInt(PROMPTS - 1);
        long nanos = Duration.ofMillis(random.nextInt(SPAN_MILLIS)).toNanos();

        for (int number = 1; number <= PROMPTS; number++) {
            session.deliver(prompt(number));
            if (number == fatal) {
                stage.model().awaitRequest(LIMIT, c -> c.prompt().contains(prompt(fatal)));
                LockSupport.parkNanos(nanos);
                hub.kill();
                hub.restart();
            }
        }
        session.awaitLine(prompt(PROMPTS));
        session.awaitAgentSaid(prompt(PROMPTS));

        List<String> chat = session.transcript();
        for (int number = 1; number <= PROMPTS; number++) {
            String prompt = prompt(number);
            assertThat(Collections.frequency(chat, "user: " + prompt))
                    .as("prompt %d in %s", number, chat)
                    .isEqualTo(1);
            assertThat(chat.stream().filter(line -> isAnswer(line, prompt)))
                    .as("answer %d in %s", number, chat)
                    .hasSize(1);
        }
    }

    /// A session of the command line, steered by this hub.
    SteeredSession startSession(HubProcess hub) {
        HapiCli cli = HapiCli.of(stage, cliEdition(), hub);
        Path project = stage.folder("project");
        cli.remoteSession(project);
        return hub.client().awaitSessionIn(project, LIMIT);
    }

    private static String prompt(int number) {
        return "prompt number %d;".formatted(number);
    }

    /// Prompts that waited together are asked, and answered, together.
    private static boolean isAnswer(String line, String prompt) {
        return line.startsWith("agent: " + ClaudeScenario.ECHO) && line.contains(prompt);
    }
}
