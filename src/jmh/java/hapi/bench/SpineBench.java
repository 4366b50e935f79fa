package hapi.bench;

import hapi.hub.Scopes;
import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine.Overflow;
import hapi.hub.events.HubEvent;
import hapi.hub.events.LocalEventSpine;
import hapi.hub.events.Origin;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What publishing one event costs, and what it costs until every subscriber has it. Subscribers
/// take events as fast as they come; the publisher waits for them now and then, as an unpaced burst
/// only measures gaps.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SpineBench {
    private static final int TOGETHER = 500;
    private static final Origin ORIGIN = new Origin.System();

    @Param({"1", "10", "500"})
    public int subscribers;

    private LocalEventSpine spine;
    private HubEvent event;
    private final Semaphore delivered = new Semaphore(0);

    @Setup
    public void open() {
        spine = new LocalEventSpine(Clock.systemUTC());
        SessionKey key = Scopes.session("s");
        RawJson content = RawJson.ofText("\"" + "x".repeat(1000) + "\"");
        event =
                new HubEvent.MessageAppended(
                        key, new Message("id", 1, null, content, 1, 1L, null, null), false);
        for (int i = 0; i < subscribers; i++) {
            spine.subscribe(
                    Scopes.HOME,
                    it -> key.equals(it.sessionKey()),
                    Overflow.GAP,
                    Optional.empty(),
                    this::take);
        }
    }

    private void take(Delivery delivery) {
        switch (delivery) {
            case Delivery.Live live -> delivered.release(live.events().size());
            case Delivery.Gap _ -> throw new IllegalStateException("the bench measures no gaps");
        }
    }

    @TearDown
    public void close() {
        spine.close();
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public void publishedAndDelivered() {
        for (int i = 0; i < TOGETHER; i++) {
            spine.publish(Scopes.HOME, ORIGIN, List.of(event));
        }
        delivered.acquireUninterruptibly(TOGETHER * subscribers);
    }
}
