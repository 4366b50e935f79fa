package hapi.hub.api;

import hapi.hub.auth.Grant;
import hapi.hub.auth.OpenChannels;
import hapi.hub.events.Delivery;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.events.StreamPosition;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The event stream of the published clients: the handshake with its verdict first, then what was
/// missed, then live events. The request's own virtual thread sends the heartbeat; the
/// subscription's thread writes events, so a reader that is too slow fills its mailbox and is cut
/// off there.
@RestController
class EventsController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private final EventSpine spine;
    private final SessionScopes scopes;
    private final Visibilities visibilities;
    private final OpenChannels channels;
    private final Clock clock;

    EventsController(
            EventSpine spine,
            SessionScopes scopes,
            Visibilities visibilities,
            OpenChannels channels,
            Clock clock) {
        this.spine = spine;
        this.scopes = scopes;
        this.visibilities = visibilities;
        this.channels = channels;
        this.clock = clock;
    }

    @GetMapping("/api/events")
    void events(Grant grant, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        Namespace namespace = grant.namespace();
        String all = request.getParameter("all");
        boolean isAll = "true".equals(all) || "1".equals(all);
        String sessionId = blankToNull(request.getParameter("sessionId"));
        String machineId = blankToNull(request.getParameter("machineId"));
        if (sessionId != null) {
            scopes.session(namespace, sessionId);
        }
        if (machineId != null) {
            scopes.machine(namespace, machineId);
        }
        String cursor = request.getHeader("Last-Event-ID");
        if (cursor == null || cursor.isBlank()) {
            cursor = request.getParameter("lastEventId");
        }

        OpenChannels.Place place =
                channels.take(OpenChannels.Kind.STREAM, grant)
                        .orElseThrow(() ->
                                ApiException.of(429, "Too many event streams", "too_many_streams"));
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        Stream stream = new Stream(namespace, response.getOutputStream());
        String subscriptionId = UUID.randomUUID().toString();
        boolean isVisible = "visible".equals(request.getParameter("visibility"));
        visibilities.opened(subscriptionId, namespace, isVisible);
        Predicate<HubEvent> filter =
                event -> passes(event, isAll, sessionId, machineId, subscriptionId);
        try (place;
                EventSpine.Subscription subscription =
                        spine.subscribe(
                                namespace,
                                filter,
                                EventSpine.Overflow.DISCONNECT,
                                position(namespace, cursor),
                                stream::deliver)) {
            subscription.onEnd(reason -> stream.end());
            place.onEnd(stream::end);
            stream.start(subscriptionId, subscription.isResumed());
            while (!stream.awaitEnd(HEARTBEAT)) {
                stream.heartbeat(clock.millis());
            }
        } catch (UncheckedIOException | IOException e) {
            // The reader went away: the end of every stream, not a fault.
            stream.end();
        } finally {
            stream.seal();
            visibilities.closed(subscriptionId);
        }
    }

    @PostMapping("/api/visibility")
    JsonNode visibility(Namespace namespace, HttpServletRequest request) {
        JsonNode body = RequestBodies.read(request);
        String subscription = body.path("subscriptionId").asString("");
        String visibility = body.path("visibility").asString("");
        if (subscription.isEmpty()
                || !(visibility.equals("visible") || visibility.equals("hidden"))) {
            throw ApiException.invalidBody();
        }
        if (!visibilities.set(subscription, namespace, visibility.equals("visible"))) {
            throw ApiException.of(404, "Subscription not found");
        }
        return Json.object().put("ok", true);
    }

    private boolean passes(
            HubEvent event,
            boolean isAll,
            @Nullable String sessionId,
            @Nullable String machineId,
            String subscriptionId) {
        if (event instanceof HubEvent.Noticed) {
            return visibilities.isVisible(subscriptionId);
        }
        var session = event.sessionKey();
        if (session != null) {
            return isAll || session.id().value().equals(sessionId);
        }
        var machine = event.machineKey();
        return machine != null && (isAll || machine.id().value().equals(machineId));
    }

    static Optional<StreamPosition> position(Namespace namespace, @Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        String[] parts = cursor.strip().split(":", -1);
        if (parts.length != 3 || !parts[2].equals(tag(parts[0], namespace))) {
            return Optional.empty();
        }
        try {
            long offset = Long.parseLong(parts[1]);
            return offset < 1
                    ? Optional.empty()
                    : Optional.of(new StreamPosition(parts[0], offset));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Binds a cursor to its namespace: another tenant's cursor never matches.
    static String tag(String epoch, Namespace namespace) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (epoch + "|" + namespace.value())
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /// One open answer. Writes are under its lock; nothing is written before [#start].
    private static final class Stream {
        private final Namespace namespace;
        private final OutputStream out;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Object lock = new Object();
        private boolean sealed;

        Stream(Namespace namespace, OutputStream out) {
            this.namespace = namespace;
            this.out = out;
        }

        void start(String subscriptionId, boolean resumed) throws IOException {
            String verdict = resumed ? "ok" : "gap";
            write(
                    "{\"type\":\"connection-changed\",\"data\":{\"status\":\"connected\","
                            + "\"subscriptionId\":\""
                            + subscriptionId
                            + "\",\"resume\":\""
                            + verdict
                            + "\"}}",
                    null);
            flush();
            started.countDown();
        }

        void deliver(Delivery delivery) {
            try {
                started.await();
                switch (delivery) {
                    // The verdict already said "gap" when it was one at the start; a later hole
                    // ends
                    // the stream, and the client comes back with its cursor.
                    case Delivery.Gap gap -> {}
                    case Delivery.Live live -> {
                        for (Published published : live.events()) {
                            Optional<String> json = SyncEvents.write(published.event());
                            if (json.isPresent()) {
                                write(json.get(), id(published));
                            }
                        }
                        flush();
                    }
                }
            } catch (IOException e) {
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end();
            }
        }

        private @Nullable String id(Published published) {
            if (published.event() instanceof HubEvent.Noticed) {
                return null;
            }
            StreamPosition position = published.position();
            return position.epoch()
                    + ":"
                    + position.offset()
                    + ":"
                    + tag(position.epoch(), namespace);
        }

        void heartbeat(long nowMillis) throws IOException {
            var frame = Json.object().put("type", "heartbeat").put("namespace", namespace.value());
            frame.putObject("data").put("timestamp", nowMillis);
            write(frame.toString(), null);
            flush();
        }

        private void write(String json, @Nullable String id) throws IOException {
            String frame = "data: " + json + "\n" + (id == null ? "" : "id: " + id + "\n") + "\n";
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            synchronized (lock) {
                refuseWhenSealed();
                out.write(bytes);
            }
        }

        private void flush() throws IOException {
            synchronized (lock) {
                refuseWhenSealed();
                out.flush();
            }
        }

        /// After this nothing is written any more. The container gives the answer's buffers to the
        /// next request when this one returns: a late event must not get into them.
        void seal() {
            synchronized (lock) {
                sealed = true;
            }
        }

        private void refuseWhenSealed() throws IOException {
            if (sealed) {
                throw new IOException("the stream has ended");
            }
        }

        void end() {
            started.countDown();
            ended.countDown();
        }

        boolean awaitEnd(Duration atMost) throws InterruptedException {
            return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
