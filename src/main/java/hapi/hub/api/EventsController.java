package hapi.hub.api;

import hapi.hub.auth.Grant;
import hapi.hub.auth.OpenChannels;
import hapi.hub.events.EventSpine;
import hapi.hub.events.HubEvent;
import hapi.hub.events.StreamPosition;
import hapi.hub.scope.Namespace;
import hapi.protocol.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The event stream of the published clients: the handshake with its verdict first, then what was
/// missed, then live events. The request's own virtual thread sends the heartbeat; the
/// subscription's thread writes events, so a reader that is too slow fills its mailbox and is cut
/// off there. Its client comes back with the id of the last event that it got.
@RestController
class EventsController {
    private static final Logger LOG = LoggerFactory.getLogger(EventsController.class);

    private final EventSpine spine;
    private final SessionScopes scopes;
    private final Visibilities visibilities;
    private final OpenChannels channels;
    private final EventFrames frames;
    private final Clock clock;
    private final Duration heartbeat;

    EventsController(
            EventSpine spine,
            SessionScopes scopes,
            Visibilities visibilities,
            OpenChannels channels,
            EventFrames frames,
            Clock clock,
            @Value("${hapi.events.heartbeat:30s}") Duration heartbeat) {
        this.spine = spine;
        this.scopes = scopes;
        this.visibilities = visibilities;
        this.channels = channels;
        this.frames = frames;
        this.clock = clock;
        this.heartbeat = heartbeat;
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
        boolean isGzip = takesGzip(request.getHeader("Accept-Encoding"));
        if (isGzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.addHeader("Vary", "Accept-Encoding");
        SyncStream stream = new SyncStream(namespace, frames, response.getOutputStream(), isGzip);
        String subscriptionId = UUID.randomUUID().toString();
        boolean isVisible = "visible".equals(request.getParameter("visibility"));
        visibilities.opened(subscriptionId, namespace, isVisible);
        Predicate<HubEvent> filter =
                event -> passes(event, isAll, sessionId, machineId, subscriptionId);
        Optional<StreamPosition> from =
                cursor == null ? Optional.empty() : EventCursor.read(namespace, cursor);
        try (place;
                EventSpine.Subscription subscription =
                        spine.subscribe(
                                namespace,
                                filter,
                                EventSpine.Overflow.DISCONNECT,
                                from,
                                stream::deliver)) {
            subscription.onEnd(stream::end);
            place.onEnd(() -> stream.end("sign-in is over"));
            boolean isResumed = subscription.isResumed();
            stream.start(subscriptionId, isResumed, from.isPresent() && !isResumed);
            while (!stream.awaitEnd(heartbeat)) {
                stream.heartbeat(clock.millis());
            }
        } catch (IOException e) {
            // The reader went away: the end of every stream, not a fault.
            stream.end(SyncStream.reason(e));
        } finally {
            visibilities.closed(subscriptionId);
            log(namespace, subscriptionId, stream.endReason());
            // Waits for a write that is stuck, until the container gives it up.
            stream.seal();
        }
    }

    private static void log(Namespace namespace, String subscriptionId, String reason) {
        if (reason.equals(SyncStream.LEFT)) {
            LOG.debug("event stream ended: left ns={} conn={}", namespace.value(), subscriptionId);
        } else {
            LOG.info(
                    "event stream ended: {} ns={} conn={}",
                    reason,
                    namespace.value(),
                    subscriptionId);
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

    /// Whether the client says that it takes gzip.
    static boolean takesGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String offer : acceptEncoding.split(",")) {
            String[] parts = offer.split(";");
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("(?i)q\\s*=\\s*0(\\.0*)?");
            }
        }
        return false;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
