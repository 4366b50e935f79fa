package hapi.cli.session;

import hapi.protocol.json.Json;
import java.time.Clock;

/// The session's title, `metadata.summary`: what the agent chose with `change_title`, until then
/// the first words of the first prompt.
public final class SessionTitle {
    private static final int MAX_CHARS = 80;

    private final HubPort hub;
    private final Clock clock;

    public SessionTitle(HubPort hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /// Sets the title from a prompt if there is none yet.
    void propose(String prompt) {
        String title = firstWords(prompt);
        if (!title.isEmpty() && !hub.metadata().path("summary").isObject()) {
            set(title, false);
        }
    }

    public void change(String title) {
        set(title, true);
    }

    private void set(String title, boolean replaces) {
        long now = clock.millis();
        hub.updateMetadata(metadata -> {
            if (replaces || !metadata.path("summary").isObject()) {
                metadata.set("summary", Json.object().put("text", title).put("updatedAt", now));
            }
            return metadata;
        });
    }

    static String firstWords(String prompt) {
        String line =
                prompt.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
        if (line.startsWith("/") || line.codePointCount(0, line.length()) <= MAX_CHARS) {
            return line.startsWith("/") ? "" : line;
        }
        return line.substring(0, line.offsetByCodePoints(0, MAX_CHARS - 1)).strip() + "…";
    }
}
