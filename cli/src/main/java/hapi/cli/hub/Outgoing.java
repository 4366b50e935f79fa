package hapi.cli.hub;

import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import java.util.List;

/// One thing a session tells the hub, in its order.
sealed interface Outgoing {
    /// How much of the outbox it takes, in characters.
    long chars();

    /// A message envelope. `createdAt` is epoch milliseconds of this machine's clock.
    record Said(LocalId localId, RawJson message, long createdAt) implements Outgoing {
        @Override
        public long chars() {
            return message.text().length();
        }
    }

    /// The agent gets these prompts. `isFirst`: it was not reported before, and the agent is at
    /// work from now on.
    record Taken(List<LocalId> localIds, boolean isFirst) implements Outgoing {
        public Taken {
            localIds = List.copyOf(localIds);
        }

        @Override
        public long chars() {
            return 64L * localIds.size();
        }
    }
}
