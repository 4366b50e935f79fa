package hapi.hub.events;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps what a subscription delivers and lets a test wait for it.
public final class RecordingSink implements Consumer<Delivery> {
    private static final long WAIT_SECONDS = 20;

    private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    @Override
    public void accept(Delivery delivery) {
        deliveries.add(delivery);
    }

    /// The next delivery.
    public Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (delivery == null) {
            throw new AssertionError("nothing was delivered");
        }
        return delivery;
    }

    /// The next events, as many as asked for, over any number of live deliveries.
    public List<Published> events(int count) throws InterruptedException {
        List<Published> events = new ArrayList<>();
        while (events.size() < count) {
            Delivery delivery = next();
            if (!(delivery instanceof Delivery.Live live)) {
                throw new AssertionError("expected events, got " + delivery);
            }
            events.addAll(live.events());
        }
        return events;
    }

    /// Events up to and with the first that is of the given type.
    public <E extends HubEvent> E nextOf(Class<E> type) throws InterruptedException {
        for (; ; ) {
            for (Published published : events(1)) {
                if (type.isInstance(published.event())) {
                    return type.cast(published.event());
                }
            }
        }
    }

    public boolean isEmpty() {
        return deliveries.isEmpty();
    }
}
