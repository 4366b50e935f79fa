package hapi.hub.ui.machines;

import hapi.hub.machine.MachineFacts;
import hapi.hub.ui.sessions.SessionWords;
import hapi.hub.ui.text.Texts;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a machine for its screen; `MachineRow` of `model.ts` is the other half. Pure.
final class MachineEncoder {
    private static final Map<String, String> PLATFORMS =
            Map.of("darwin", "macOS", "linux", "Linux", "win32", "Windows");
    private static final int MAX_RUNNING = 4;

    private final Texts texts;

    MachineEncoder(Texts texts) {
        this.texts = texts;
    }

    /// `all` are the sessions of the namespace.
    ObjectNode machine(MachineFacts machine, List<SessionSummary> all) {
        MachineHealth health = MachineHealth.of(machine, texts);
        List<SessionSummary> here =
                all.stream()
                        .filter(it ->
                                it.metadata() != null
                                        && machine.id().equals(it.metadata().machineId()))
                        .toList();
        List<SessionSummary> running = here.stream().filter(SessionSummary::active).toList();
        ObjectNode row =
                Json.object()
                        .put("id", machine.id())
                        .put("name", machine.name())
                        .put("tone", health.tone())
                        .put("words", health.words())
                        .put("since", machine.lastSeenMillis())
                        .put("facts", facts(machine))
                        .put(
                                "warning",
                                texts.text(
                                        "machines.runner."
                                                + machine.runner().name().toLowerCase(Locale.ROOT)))
                        .put("sessions", sessions(here, running));
        ArrayNode links = row.putArray("running");
        running.stream()
                // Who waits comes first.
                .sorted(Comparator.comparing(it -> it.pendingRequestsCount() == 0))
                .limit(MAX_RUNNING)
                .forEach(it ->
                        links.addObject()
                                .put("id", it.id())
                                .put("title", SessionWords.title(it, texts)));
        return row;
    }

    private String facts(MachineFacts machine) {
        List<String> facts = new ArrayList<>();
        if (!machine.platform().isBlank()) {
            facts.add(PLATFORMS.getOrDefault(machine.platform(), machine.platform()));
        }
        if (!machine.host().isBlank() && !machine.host().equals(machine.name())) {
            facts.add(machine.host());
        }
        if (!machine.version().isBlank()) {
            facts.add(texts.text("machines.runner", machine.version()));
        }
        if (machine.isThere() && machine.uptimeSeconds() > 0) {
            Duration up = Duration.ofSeconds(machine.uptimeSeconds());
            facts.add(
                    up.toDays() > 0
                            ? texts.text("machines.upDays", up.toDays())
                            : texts.text("machines.upHours", Math.max(1, up.toHours())));
        }
        return String.join(" · ", facts);
    }

    private String sessions(List<SessionSummary> here, List<SessionSummary> running) {
        long needs = running.stream().filter(it -> it.pendingRequestsCount() > 0).count();
        List<String> words = new ArrayList<>();
        words.add(
                here.isEmpty()
                        ? texts.text("machines.noSessions")
                        : texts.text(
                                here.size() == 1 ? "machines.oneSession" : "machines.sessions",
                                here.size()));
        if (!running.isEmpty()) {
            words.add(texts.text("machines.running", running.size()));
        }
        if (needs > 0) {
            words.add(texts.text("machines.needs", needs));
        }
        return String.join(" · ", words);
    }
}
