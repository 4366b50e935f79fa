package hapi.cli.web;

import hapi.cli.hub.HubException;
import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.CodexRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.SessionEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Waits until a prompt was answered, by asking the hub twice a second. The turn is over when the
/// agent has the prompt and has said since that it is ready; a session that only stops thinking
/// counts after a while, for agents that do not say.
public final class TurnWatch {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int QUIET_ROUNDS = 6;

    private final HubPages hub;
    private final Clock clock;
    private final String sessionId;
    private final String localId;

    public TurnWatch(HubPages hub, Clock clock, String sessionId, String localId) {
        this.hub = hub;
        this.clock = clock;
        this.sessionId = sessionId;
        this.localId = localId;
    }

    public enum End {
        ANSWERED,
        /// The agent waits for a decision.
        ASKS,
        /// The session ended first.
        ENDED,
        TIMED_OUT
    }

    /// @param texts what the agent said since it has the prompt, oldest first
    public record Result(End end, List<String> texts, List<OpenRequest> requests) {
        public Result {
            texts = List.copyOf(texts);
            requests = List.copyOf(requests);
        }
    }

    public Result await(Duration limit) throws HubException {
        long end = clock.millis() + limit.toMillis();
        int quiet = 0;
        while (true) {
            List<HubPages.Row> since = since();
            JsonNode session = hub.session(sessionId);
            boolean isTaken = !since.isEmpty();
            List<OpenRequest> requests = isTaken ? hub.requests(sessionId) : List.of();
            if (!requests.isEmpty()) {
                return new Result(End.ASKS, texts(since), requests);
            }
            if (isTaken && since.stream().anyMatch(TurnWatch::isReady)) {
                return new Result(End.ANSWERED, texts(since), List.of());
            }
            if (!session.path("active").asBoolean(false)) {
                return new Result(End.ENDED, texts(since), List.of());
            }
            boolean isQuiet = isTaken && !session.path("thinking").asBoolean(false);
            quiet = isQuiet && !texts(since).isEmpty() ? quiet + 1 : 0;
            if (quiet >= QUIET_ROUNDS) {
                return new Result(End.ANSWERED, texts(since), List.of());
            }
            if (clock.millis() >= end || pausedInVain()) {
                return new Result(End.TIMED_OUT, texts(since), List.of());
            }
        }
    }

    /// The rows from the prompt on, once the agent has it.
    private List<HubPages.Row> since() throws HubException {
        List<HubPages.Row> rows = hub.newest(sessionId);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).localId().equals(localId)) {
                return rows.get(i).isWaiting() ? List.of() : rows.subList(i, rows.size());
            }
        }
        return List.of();
    }

    private static boolean isReady(HubPages.Row row) {
        return row.content() instanceof Content.AgentEvent event
                && event.event() instanceof SessionEvent.Ready;
    }

    private static List<String> texts(List<HubPages.Row> rows) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (HubPages.Row row : rows) {
            switch (row.content()) {
                case Content.AgentOutput output ->
                        texts.put(row.id(), String.join("\n", texts(output.record())));
                case Content.AgentCodex codex -> {
                    // A message that grows is sent again under its id.
                    if (codex.record() instanceof CodexRecord.Message message) {
                        String id = message.id() == null ? row.id() : message.id();
                        texts.put(id, message.text());
                    }
                }
                case Content.AgentEvent event -> {
                    if (event.event() instanceof SessionEvent.Notice notice) {
                        texts.put(row.id(), notice.message());
                    }
                }
                case Content.UserContent _, Content.Unknown _ -> {}
            }
        }
        return texts.values().stream().filter(text -> !text.isEmpty()).toList();
    }

    private static List<String> texts(ClaudeRecord record) {
        if (!(record instanceof ClaudeRecord.Assistant assistant)) {
            return List.of();
        }
        return assistant.blocks().stream()
                .filter(ClaudeBlock.Text.class::isInstance)
                .map(block -> ((ClaudeBlock.Text) block).text())
                .toList();
    }

    /// False after the pause; true when the thread is to end.
    private static boolean pausedInVain() {
        try {
            return new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
