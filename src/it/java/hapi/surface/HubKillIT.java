package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.EventStream;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// A hub that is killed while it works: whatever anybody was told of is there when it comes back.
/// The same database goes through all the deaths.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubKillIT {
    /// The longest that a hub works before it dies; short enough that the first writes are hit too.
    private static final int SPAN_MILLIS = 1500;

    private static final int SESSIONS = 3;

    @RegisterExtension static final Stage stage = Stage.shared();

    private HubProcess hub;

    /// Before any of the deaths; before each of them would be a question of the machine's speed.
    private boolean acknowledged;

    @BeforeAll
    void startHub() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @AfterAll
    void witnessesHadSomethingToCheck() {
        assertThat(acknowledged).isTrue();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    static LongStream moreSeeds() {
        return LongStream.rangeClosed(6, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasToldIsThereAfterwards(long seed) {
        dieAndComeBack(seed);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("moreSeeds")
    void whatWasToldIsThereAfterManyDeathsToo(long seed) {
        dieAndComeBack(seed);
    }

    private void dieAndComeBack(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<KillWitness> witnesses = new ArrayList<>();
        for (int number = 0; number < SESSIONS; number++) {
            witnesses.add(new KillWitness(stage, hub, "kill-%d-%d".formatted(seed, number)));
        }
        List<JsonNode> streamed;
        try (EventStream stream = hub.client().events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));

            witnesses.forEach(KillWitness::begin);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(SPAN_MILLIS)).toNanos());
            hub.kill();
            witnesses.forEach(KillWitness::end);
            streamed = stream.events().stream().map(EventStream.Event::data).toList();
        }
        hub.restart();

        witnesses.forEach(it -> it.check(streamed));
        acknowledged |= witnesses.stream().anyMatch(KillWitness::hasSeenAnything);
    }
}
