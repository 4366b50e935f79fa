package hapi.hub.events;

import java.util.List;

/// What a subscriber gets: events without a hole, or the announcement of one.
public sealed interface Delivery {
    /// Contiguous for this subscription's filter, in offset order.
    record Live(List<Published> events) implements Delivery {
        public Live {
            events = List.copyOf(events);
        }
    }

    /// Events were missed; the subscriber must reload from the store and then continue after
    /// `resumeAt`.
    record Gap(StreamPosition resumeAt) implements Delivery {}
}
