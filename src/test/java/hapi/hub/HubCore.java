package hapi.hub;

import hapi.hub.config.HubSettings;
import hapi.hub.config.OutletSettings;
import hapi.hub.config.TelegramSettings;
import hapi.hub.events.EventPublisher;
import hapi.hub.events.EventSpine;
import hapi.hub.events.EventSpine.Overflow;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.RecordingSink;
import hapi.hub.lanes.Lanes;
import hapi.hub.lanes.Sweep;
import hapi.hub.message.PromptDelivery;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.NewSession;
import hapi.hub.session.SessionBeat;
import hapi.hub.session.SessionCreation;
import hapi.hub.session.SessionService;
import hapi.protocol.home.HapiHome;
import hapi.protocol.json.RawJson;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/// The hub's core on a real database file, without web server and sockets; time stands still until
/// a test moves it.
public final class HubCore implements AutoCloseable {
    public static final Origin REST = new Origin.Rest();
    public static final Origin CLI = new Origin.CliSocket("socket-1");

    public final ManualClock clock;
    public final RecordedDelivery delivery = new RecordedDelivery();
    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();

    public HubCore(Path folder) {
        this(folder, new ManualClock());
    }

    public HubCore(Path folder, ManualClock clock) {
        this.clock = clock;
        context.registerBean(HubSettings.class, () -> settings(folder));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(PromptDelivery.class, () -> delivery);
        // In place of the hub's own: a test that takes five seconds would be swept in the middle.
        context.registerBean("sweeps", SmartInitializingSingleton.class, () -> () -> {});
        context.scan(
                "hapi.hub.store",
                "hapi.hub.lanes",
                "hapi.hub.events",
                "hapi.hub.rpc",
                "hapi.hub.session",
                "hapi.hub.machine",
                "hapi.hub.files",
                "hapi.hub.message",
                "hapi.hub.permission",
                "hapi.hub.start",
                "hapi.hub.search");
        context.refresh();
    }

    public static HubSettings settings(Path folder) {
        return new HubSettings(
                new HapiHome(folder),
                folder.resolve("hub.db"),
                "127.0.0.1",
                0,
                false,
                URI.create("http://127.0.0.1"),
                List.of(),
                List.of(),
                List.of(),
                HubSettings.Limits.STANDARD,
                0,
                "info",
                TelegramSettings.OFF,
                OutletSettings.OFF,
                "token",
                Map.of(),
                List.of());
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public SessionService sessions() {
        return get(SessionService.class);
    }

    public RecordingSink listen(Namespace namespace) {
        RecordingSink sink = new RecordingSink();
        get(EventSpine.class).subscribe(namespace, _ -> true, Overflow.GAP, Optional.empty(), sink);
        return sink;
    }

    /// Whether the sink was told nothing of the home namespace up to now but what it has handed
    /// out. A delivery takes its time, so an event of its own marks the end of what is to come.
    public boolean toldNothingMore(RecordingSink sink) throws InterruptedException {
        HubEvent end = new HubEvent.Noticed(Scopes.HOME, "ready", "end", "end", null, "/");
        get(EventPublisher.class).publish(Scopes.HOME, REST, List.of(end));
        return sink.events(1).getFirst().event().equals(end);
    }

    /// A new session of the home namespace with usual metadata.
    public SessionKey newSession(String tag) {
        return newSession(Scopes.HOME, tag);
    }

    public SessionKey newSession(Namespace namespace, String tag) {
        return ((SessionCreation.Ready)
                        sessions()
                                .getOrCreate(
                                        namespace,
                                        request(
                                                tag,
                                                "{\"path\":\"/work\",\"host\":\"box\",\"flavor\":\"claude\"}"),
                                        REST))
                .key();
    }

    public static NewSession request(String tag, String metadata) {
        return new NewSession(tag, null, RawJson.ofText(metadata), RawJson.NULL, null, null, null);
    }

    public void beat(SessionKey key, boolean thinking) {
        sessions()
                .alive(
                        key,
                        new SessionBeat(clock.millis(), thinking, new SessionSettings(Map.of())),
                        CLI)
                .join();
    }

    /// Runs what the clockwork would run by itself every five seconds, and waits for it.
    public void tick() {
        context.getBeansOfType(Sweep.class).values().forEach(Sweep::sweep);
        get(Lanes.class).callForAll(_ -> true);
    }

    @Override
    public void close() {
        context.close();
    }
}
