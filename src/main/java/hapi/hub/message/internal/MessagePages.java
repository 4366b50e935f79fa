package hapi.hub.message.internal;

import hapi.hub.message.PageRequest;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.scope.SessionKey;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pages of a timeline. Call inside a read, which sees one state. Source: protocol/messages.md 2.
final class MessagePages {
    private final MessageRepository messages;
    private final PageRepository pages;

    MessagePages(MessageRepository messages, PageRepository pages) {
        this.messages = messages;
        this.pages = pages;
    }

    MessagePage page(SessionKey key, PageRequest request) {
        long epoch = messages.epoch(key);
        return switch (request) {
            case PageRequest.Latest latest -> latest(key, latest.limit(), epoch, false);
            case PageRequest.Before before -> before(key, before, epoch);
            case PageRequest.After after ->
                    after.epoch() == null || after.epoch() == epoch
                            ? after(key, after, epoch)
                            : latest(key, after.limit(), epoch, true);
        };
    }

    private MessagePage latest(SessionKey key, int limit, long epoch, boolean isReset) {
        PageRows found = pages.latest(key, limit);
        List<MessageRow> page = found.rows().reversed();
        return new MessagePage(
                wire(withWaiting(key, page)),
                new MessagePage.Page(
                        MessagePage.LATEST,
                        limit,
                        epoch,
                        isReset,
                        page.isEmpty() ? null : page.getFirst().seq(),
                        page.isEmpty() ? null : page.getFirst().positionAt(),
                        null,
                        null,
                        page.isEmpty() ? null : page.getLast().seq(),
                        page.isEmpty() ? null : page.getLast().positionAt(),
                        found.hasMore()));
    }

    /// A waiting prompt belongs on the first page however old it is.
    private List<MessageRow> withWaiting(SessionKey key, List<MessageRow> page) {
        Set<Long> shown = new HashSet<>();
        page.forEach(row -> shown.add(row.no()));
        List<MessageRow> all = new ArrayList<>(page);
        for (MessageRow waiting : messages.waiting(key)) {
            if (shown.add(waiting.no())) {
                all.add(waiting);
            }
        }
        all.sort(Comparator.comparing(MessageRow::position));
        return all;
    }

    private MessagePage before(SessionKey key, PageRequest.Before request, long epoch) {
        int limit = request.limit();
        PageRows found = pages.before(key, request.position(), limit);
        List<MessageRow> page = found.rows().reversed();
        Position head = headOrNull(key);
        return new MessagePage(
                wire(page),
                new MessagePage.Page(
                        MessagePage.BEFORE,
                        limit,
                        epoch,
                        false,
                        page.isEmpty() ? null : page.getFirst().seq(),
                        page.isEmpty() ? null : page.getFirst().positionAt(),
                        null,
                        null,
                        head == null ? null : head.seq(),
                        head == null ? null : head.at(),
                        found.hasMore()));
    }

    private @Nullable Position headOrNull(SessionKey key) {
        Position head = messages.newest(key);
        return head.equals(Timeline.START) ? null : head;
    }

    private MessagePage after(SessionKey key, PageRequest.After request, long epoch) {
        Position newest = messages.newest(key);
        Position until = request.until();
        Position head = until != null && until.compareTo(newest) < 0 ? until : newest;
        List<MessageRow> rows =
                head.compareTo(request.position()) <= 0
                        ? List.of()
                        : pages.after(key, request.position(), head, request.limit()).rows();
        Position next = rows.isEmpty() ? request.position() : rows.getLast().position();
        return new MessagePage(
                wire(rows),
                new MessagePage.Page(
                        MessagePage.AFTER,
                        request.limit(),
                        epoch,
                        false,
                        null,
                        null,
                        next.seq(),
                        next.at(),
                        head.seq(),
                        head.at(),
                        !rows.isEmpty() && next.compareTo(head) < 0));
    }

    private static List<Message> wire(List<MessageRow> rows) {
        return rows.stream().map(MessageRow::message).toList();
    }
}
