package hapi.hub.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps what a subscription delivers and lets a test wait for it. Asked by the test's thread only.
public final class RecordingSink implements Consumer<Delivery> {
    private static final long WAIT_SECONDS = 20;

    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final ArrayDeque<Published> rest = new ArrayDeque<>();

    @Override
    public void accept(Delivery delivery) {
        deliveries.add(delivery);
    }

    /// The next delivery; of one that was taken in part, the rest.
    public Delivery next() throws InterruptedException {
        if (!rest.isEmpty()) {
            Delivery.Live live = new Delivery.Live(List.copyOf(rest));
            rest.clear();
            return live;
        }
        Delivery delivery = deliveries.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (delivery == null) {
            throw new AssertionError("nothing was delivered");
        }
        return delivery;
    }

    /// The next events, exactly as many as asked for, over any number of live deliveries: how many
    /// events come in one delivery is a matter of time, so what follows stays for the next call.
    public List<Published> events(int count) throws InterruptedException {
        List<Published> events = new ArrayList<>();
        while (events.size() < count) {
            if (rest.isEmpty()) {
                rest.addAll(live());
            }
            events.add(rest.remove());
        }
        return events;
    }

    /// The events of the next delivery.
    public List<Published> live() throws InterruptedException {
        Delivery delivery = next();
        if (!(delivery instanceof Delivery.Live live)) {
            throw new AssertionError("expected events, got " + delivery);
        }
        return live.events();
    }

    /// The first event of the given type; those before it are passed over, those after it stay.
    public <E extends HubEvent> E nextOf(Class<E> type) throws InterruptedException {
        for (; ; ) {
            HubEvent event = events(1).getFirst().event();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    public boolean isEmpty() {
        return rest.isEmpty() && deliveries.isEmpty();
    }
}
