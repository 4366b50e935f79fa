package hapi.cli.hub;

import hapi.protocol.id.SessionId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks the hub which of the entries sent on former connections it has. Connections are FIFO, so it
/// has everything up to the last one it is found to have.
final class ReadBack {
    /// The key that carries a message's id where there is no localId; beside `role` and `content`.
    static final String KEY = "cliMessageId";

    private final SessionId session;
    private final HubRest rest;

    ReadBack(SessionId session, HubRest rest) {
        this.session = session;
        this.rest = rest;
    }

    /// The leading entries that the hub has; empty when it could not be asked.
    Optional<List<Outbox.Entry>> handled(List<Outbox.Entry> doubtful) {
        if (doubtful.stream().noneMatch(entry -> entry.outgoing() instanceof Outgoing.Said)) {
            // Reports only: they may come twice.
            return Optional.of(List.of());
        }
        Optional<Set<String>> stored = ids(doubtful.getFirst().afterSeq());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        int end = 0;
        for (int i = 0; i < doubtful.size(); i++) {
            if (doubtful.get(i).outgoing() instanceof Outgoing.Said said
                    && stored.get().contains(said.localId().value())) {
                end = i + 1;
            }
        }
        return Optional.of(List.copyOf(doubtful.subList(0, end)));
    }

    /// Of all messages behind this one.
    private Optional<Set<String>> ids(long afterSeq) {
        Set<String> ids = new HashSet<>();
        long cursor = afterSeq;
        while (true) {
            HubAnswer<List<HubMessage>> answer = rest.messages(session, cursor);
            if (!(answer instanceof HubAnswer.Ok<List<HubMessage>>(List<HubMessage> page))) {
                return Optional.empty();
            }
            long highest = cursor;
            for (HubMessage message : page) {
                highest = Math.max(highest, message.seq());
                if (message.localId() != null) {
                    ids.add(message.localId().value());
                }
                String own = own(message);
                if (own != null) {
                    ids.add(own);
                }
            }
            if (page.size() < HubRest.PAGE || highest == cursor) {
                return Optional.of(ids);
            }
            cursor = highest;
        }
    }

    private static @Nullable String own(HubMessage message) {
        return message.content().text().contains(KEY)
                ? message.content().read().path(KEY).asString(null)
                : null;
    }

    /// The envelope with its id; the text is otherwise untouched.
    static String marked(Outgoing.Said said) {
        String text = said.message().text();
        int start = text.indexOf('{');
        if (start < 0) {
            return text;
        }
        String rest = text.substring(start + 1);
        return "{\"%s\":\"%s\"%s%s"
                .formatted(
                        KEY,
                        said.localId().value(),
                        rest.stripLeading().startsWith("}") ? "" : ",",
                        rest);
    }
}
