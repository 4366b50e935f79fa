package hapi.testkit.hub;

import hapi.protocol.json.Json;
import hapi.testkit.hub.sample.PlayedMachine;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.hub.sample.SampleMachine;
import hapi.testkit.hub.sample.SampleSession;
import hapi.testkit.hub.sample.Wording;
import hapi.testkit.stage.Stage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// A hub full of sessions, machines and open requests, without an agent: [Sample] says which. Ids
/// and words are the same in every run, times stand relative to the minute in which it was filled.
///
/// Its processes beat, answer calls for files, git, commands, uploads and terminals, and take
/// decisions, until the stage ends. Share one among the tests of a class: [Stage#shared()].
public final class PopulatedHub implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final HubProcess hub;
    private final Wording wording;
    private final Map<Sample, SampleSession> sessions = new EnumMap<>(Sample.class);
    private final List<PlayedMachine> machines = new ArrayList<>();
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private PopulatedHub(HubProcess hub, Wording wording) {
        this.hub = hub;
        this.wording = wording;
    }

    /// Starts a hub of this checkout and fills it.
    public static PopulatedHub start(Stage stage) {
        return fill(stage, HubProcess.start(stage, Edition.OURS));
    }

    /// Fills a hub that runs.
    public static PopulatedHub fill(Stage stage, HubProcess hub) {
        return fill(stage, hub, Wording.plain());
    }

    /// Fills a hub that runs with the same data in other words.
    public static PopulatedHub fill(Stage stage, HubProcess hub, Wording wording) {
        PopulatedHub populated = stage.keep(new PopulatedHub(hub, wording));
        populated.fill(Instant.now().truncatedTo(ChronoUnit.MINUTES));
        return populated;
    }

    public HubProcess hub() {
        return hub;
    }

    public URI url() {
        return hub.url();
    }

    public String token() {
        return hub.token();
    }

    /// A session and the process that plays it.
    public SampleSession session(Sample sample) {
        return sessions.get(sample);
    }

    /// Has [Sample#LONG] say this many lines more, `line 1` and so on.
    public void lengthen(int count) {
        session(Sample.LONG).sayMany(count, "line ");
    }

    private void fill(Instant base) {
        for (SampleMachine machine : SampleMachine.values()) {
            PlayedMachine.store(hub, machine, base.toEpochMilli(), wording);
        }
        // One after the other: the order of the list follows.
        for (Sample sample : Sample.values()) {
            SampleSession.store(hub, sample, base, wording);
        }
        for (SampleMachine machine : SampleMachine.values()) {
            if (machine.isOnline()) {
                machines.add(PlayedMachine.connect(hub, machine, wording));
            }
        }
        play(base);
        machines.forEach(PlayedMachine::flush);
        queue();
        beats.scheduleAtFixedRate(
                this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void play(Instant base) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Sample, Future<SampleSession>> playing = new EnumMap<>(Sample.class);
            for (Sample sample : Sample.values()) {
                playing.put(
                        sample,
                        threads.submit(() -> SampleSession.play(hub, sample, base, wording)));
            }
            for (Map.Entry<Sample, Future<SampleSession>> one : playing.entrySet()) {
                sessions.put(one.getKey(), one.getValue().get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the hub could not be filled", e);
        }
        for (Sample sample : Sample.values()) {
            if (!sample.isActive()) {
                session(sample).close();
            }
        }
    }

    /// Two prompts wait for the agent, a third for tomorrow.
    private void queue() {
        long tomorrow = System.currentTimeMillis() + Duration.ofHours(20).toMillis();
        prompt("queue-1", "Then tell me which rows have no botanical name.", 0);
        prompt("queue-2", "And make a list of the ten largest groups.", 0);
        prompt("queue-3", "Check the counts once more against the printed catalogue.", tomorrow);
    }

    private void prompt(String localId, String text, long atMillis) {
        ObjectNode body = Json.object().put("text", wording.of(text)).put("localId", localId);
        if (atMillis > 0) {
            body.put("scheduledAt", atMillis);
        }
        hub.client().post("/api/sessions/%s/messages".formatted(Sample.QUEUE.id()), body).ok();
    }

    private void beat() {
        machines.forEach(PlayedMachine::beat);
        sessions.values().stream()
                .filter(it -> it.sample().isActive())
                .forEach(SampleSession::alive);
    }

    @Override
    public void close() {
        beats.shutdownNow();
        sessions.values().forEach(SampleSession::close);
        machines.forEach(PlayedMachine::close);
    }
}
