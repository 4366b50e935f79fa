package hapi.hub.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentScreensTest {
    @TempDir Path folder;
    private final Map<SessionKey, List<TerminalEnd>> rooms = new HashMap<>();
    private final RecordedEnd browser = new RecordedEnd(Scopes.HOME);
    private final RecordedEnd host = new RecordedEnd(Scopes.HOME);
    private HubCore core;
    private AgentScreens screens;
    private SessionKey key;
    private String id;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        screens =
                new AgentScreens(
                        core.get(SessionService.class), it -> rooms.getOrDefault(it, List.of()));
        key = core.newSession("one");
        id = key.id().value();
        core.beat(key, false);
        rooms.put(key, List.of(host));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void viewersShareOneScreenAndTheLastOneLeavingIsTold() {
        RecordedEnd second = new RecordedEnd(Scopes.HOME);
        screens.subscribe(browser, id);
        screens.subscribe(second, id);
        screens.shown(key, "S", RawJson.trusted("{\"any\":1}"));
        screens.input(browser, id, "q");
        screens.resize(browser, id, 100, 40);
        screens.unsubscribe(browser, id);
        screens.browserGone(second);

        assertThat(browser.taken()).containsExactly("agent-terminal:output {\"any\":1}");
        assertThat(second.taken()).hasSize(1);
        assertThat(host.taken())
                .containsExactly(
                        "agent-terminal:refresh {\"sessionId\":\"%s\"}".formatted(id),
                        "agent-terminal:refresh {\"sessionId\":\"%s\"}".formatted(id),
                        "agent-terminal:input {\"sessionId\":\"%s\",\"data\":\"q\"}".formatted(id),
                        "agent-terminal:resize {\"sessionId\":\"%s\",\"cols\":100,\"rows\":40}"
                                .formatted(id),
                        "agent-terminal:idle {\"sessionId\":\"%s\"}".formatted(id));
    }

    @Test
    void lastScreenIsShownWhileTheCommandLineIsAway() {
        screens.shown(key, "OLD", RawJson.NULL);
        screens.reset(key);
        screens.shown(key, "A", RawJson.NULL);
        screens.shown(key, "B", RawJson.NULL);
        rooms.clear();

        screens.subscribe(browser, id);

        assertThat(browser.taken())
                .containsExactly(
                        "agent-terminal:output {\"sessionId\":\"%s\",\"terminalId\":\"agent\",\"data\":\"AB\"}"
                                .formatted(id));
    }

    @Test
    void viewersOfASessionThatEndsAreTold() {
        screens.subscribe(browser, id);

        screens.sessionEnded(key);

        assertThat(browser.taken())
                .containsExactly(
                        "agent-terminal:output {\"sessionId\":\"%s\",\"terminalId\":\"agent\",\"data\":\"\\r\\n[Session terminated]\\r\\n\"}"
                                .formatted(id));
    }

    @Test
    void browserOfAnotherNamespaceIsIgnored() {
        RecordedEnd foreign = new RecordedEnd(Scopes.OTHER);

        screens.subscribe(foreign, id);
        screens.input(foreign, id, "evil");
        screens.resize(foreign, id, 1, 1);
        screens.unsubscribe(foreign, id);
        screens.shown(key, "secret", RawJson.NULL);

        assertThat(foreign.taken()).isEmpty();
        assertThat(host.taken()).isEmpty();
    }

    @Test
    void screensOfANamespaceAreBounded() {
        screens.shown(key, "first", RawJson.NULL);
        for (int i = 0; i < 64; i++) {
            SessionKey more = core.newSession("more-" + i);
            core.beat(more, false);
            screens.shown(more, "x", RawJson.NULL);
        }
        rooms.clear();

        screens.subscribe(browser, id);

        assertThat(browser.taken()).isEmpty();
    }
}
