package hapi.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What of a stream is new. The published hub tells a prompt by up to three patches and leaves out
/// those that change nothing, which depends on whether a millisecond passed between two reads of
/// its clock. So a patch that, within its exchange, only tells again that and since when the agent
/// thinks, or a later `updatedAt`, counts as not sent. Used by one thread.
final class News {
    private static final Set<String> TOLD_AGAIN =
            Set.of("updatedAt", "thinking", "activeTurnStartedAt");

    /// Thinking and the start of the turn, by session.
    private final Map<String, Map<String, JsonNode>> known = new HashMap<>();

    /// The frames of one exchange that say something. Call once for each exchange, in order.
    List<JsonNode> of(List<JsonNode> frames) {
        Set<String> touched = new HashSet<>();
        List<JsonNode> news = new ArrayList<>();
        for (JsonNode frame : frames) {
            if (isNews(frame, touched)) {
                news.add(frame);
            }
        }
        return news;
    }

    /// How many there would be, without taking note of them.
    int count(List<JsonNode> frames) {
        News copy = new News();
        known.forEach((session, values) -> copy.known.put(session, new HashMap<>(values)));
        return copy.of(frames).size();
    }

    private boolean isNews(JsonNode frame, Set<String> touched) {
        JsonNode event = frame.path("data");
        JsonNode data = event.path("data");
        String session = event.path("sessionId").asString("");
        if (session.isEmpty() || !data.isObject()) {
            return true;
        }
        Map<String, JsonNode> told = known.computeIfAbsent(session, _ -> new HashMap<>());
        boolean isNews = !TOLD_AGAIN.containsAll(Set.copyOf(names(data)));
        for (String key : List.of("thinking", "activeTurnStartedAt")) {
            if (data.has(key)) {
                isNews |= !data.get(key).equals(told.put(key, data.get(key)));
            }
        }
        return data.has("updatedAt") && touched.add(session) || isNews;
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
