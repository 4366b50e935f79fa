package hapi.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hapi.protocol.json.Json;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.HubUnreachableException;
import hapi.testkit.hub.PermissionRequest;
import hapi.testkit.hub.SteeredSession;
import hapi.testkit.model.ClaudeScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our command line and our hub that dies: every message is acknowledged and every decision stored,
/// so nothing may be gone.
class OurPairCrashIT extends HubCrashContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// How long after the press a hub dies: before, while or after the decision is stored and sent.
    private static final int PRESS_MILLIS = 60;

    @Override
    Edition cliEdition() {
        return Edition.OURS;
    }

    @Override
    Edition hubEdition() {
        return Edition.OURS;
    }

    @Override
    LongStream seeds() {
        return LongStream.rangeClosed(1, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void decisionMadeJustBeforeACrashTakesEffectOnce(long seed) throws IOException {
        HubProcess hub = HubProcess.start(stage, hubEdition());
        SteeredSession session = startSession(hub);
        session.send(ClaudeScenario.RUN_NEXT_COMMAND);
        PermissionRequest request = session.awaitRequest("Bash");
        Duration delay = Duration.ofMillis(new Random(seed).nextInt(PRESS_MILLIS));

        Thread press = Thread.ofVirtual().start(() -> pressIfThereIsAHub(session, request));
        LockSupport.parkNanos(delay.toNanos());
        hub.kill();
        hub.restart();
        await().atMost(LIMIT).until(() -> !press.isAlive());

        await("the decision")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    // Who sees it open presses again, whatever became of the first press.
                    if (session.openRequests().contains(request)) {
                        pressIfThereIsAHub(session, request);
                    }
                    return !session.openRequests().contains(request);
                });
        assertThat(session.awaitDecided(request).path("status").asString()).isEqualTo("approved");
        session.awaitLine("agent: " + ClaudeScenario.COMMAND_DONE);
        session.awaitReady(1);
        Path made = Path.of(session.state().at("/metadata/path").asString(), "made-by-agent.txt");
        assertThat(Files.readAllLines(made)).containsExactly("second-command");
        assertThat(session.transcript())
                .filteredOn(line -> line.startsWith("agent: " + ClaudeScenario.COMMAND_DONE))
                .hasSize(1);
    }

    private static void pressIfThereIsAHub(SteeredSession session, PermissionRequest request) {
        try {
            session.approve(request, Json.object());
        } catch (HubUnreachableException e) {
            // That is what the test is about: nobody knows what became of the press.
        }
    }
}
