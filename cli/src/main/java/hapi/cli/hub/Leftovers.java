package hapi.cli.hub;

import hapi.protocol.id.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Brings to the hub what processes left that were killed and whose sessions nobody goes on with.
/// What the hub takes no more is told in the log and kept for fourteen days.
///
/// Prompts that such a process had taken stay for whoever goes on with the session. One call at a
/// time.
public final class Leftovers {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration KEPT = Duration.ofDays(14);
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final HubRest rest;
    private final OutboxFolder folder;
    private final Clock clock;

    public Leftovers(HubRest rest, OutboxFolder folder, Clock clock) {
        this.rest = rest;
        this.folder = folder;
        this.clock = clock;
    }

    /// Looks through the folder once. Sessions whose process runs are passed over. Blocks for some
    /// seconds at most for each session, less than a process that goes on with it waits.
    public void send() {
        try {
            for (SessionId session : folder.sessions()) {
                Path file = folder.log(session);
                boolean isOld = age(file).compareTo(KEPT) > 0;
                Optional<DeliveryJournal> journal = DeliveryJournal.tryOpen(folder, session);
                if (journal.isPresent()) {
                    send(session, journal.get(), isOld);
                }
            }
        } catch (IOException e) {
            log.warn("what ended processes left cannot be sent: {}", e.toString());
        }
    }

    private void send(SessionId session, DeliveryJournal journal, boolean isOld) {
        int waiting = journal.outgoing().size();
        int unfinished = journal.unfinished().size();
        if (isOld) {
            log.warn(
                    "session={} gave up {} messages and {} prompts of an ended process after {} days",
                    session,
                    waiting,
                    unfinished,
                    KEPT.toDays());
            journal.discard();
            return;
        }
        if (waiting == 0) {
            journal.close();
            return;
        }
        switch (rest.session(session)) {
            case HubAnswer.Ok<HubSession> _ -> bring(session, journal, waiting);
            case HubAnswer.Failed<HubSession>(HubFailure failure) -> {
                log.warn(
                        "session={} {} messages of an ended process wait: {}",
                        session,
                        waiting,
                        failure.summary());
                journal.close();
            }
        }
    }

    private void bring(SessionId session, DeliveryJournal journal, int waiting) {
        Outbox outbox = new Outbox(session, journal);
        SocketOptions options =
                SocketOptions.of(rest.access(), SessionLink.auth(rest.access(), session));
        HubLink link =
                new HubLink(
                        new HubLink.Owner("session", "sid", session.value()), options, use(outbox));
        new OutboxSender(session, outbox, link.socket(), rest, clock).start();
        link.start();
        try {
            if (outbox.awaitEmpty(LIMIT)) {
                log.info("session={} {} messages of an ended process sent", session, waiting);
            }
        } finally {
            outbox.close();
            link.close();
        }
    }

    private static HubLink.Use use(Outbox outbox) {
        return new HubLink.Use() {
            @Override
            public void connected() {
                outbox.connected();
            }

            @Override
            public void disconnected() {
                outbox.disconnected();
            }

            @Override
            public void update(JsonNode body, SocketListener.Acker ack) {
                // Prompts are for who goes on with the session.
            }
        };
    }

    private Duration age(Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        return Duration.between(changed, clock.instant());
    }
}
