package hapi.hub.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TerminalsTest {
    private static final TerminalLimits LIMITS = new TerminalLimits(4, 6, Duration.ofMinutes(15));

    @TempDir Path folder;
    private final Map<SessionKey, List<TerminalEnd>> rooms = new HashMap<>();
    private final RecordedEnd browser = new RecordedEnd(Scopes.HOME);
    private final RecordedEnd host = new RecordedEnd(Scopes.HOME);
    private HubCore core;
    private Terminals terminals;
    private SessionKey session;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        terminals =
                new Terminals(
                        core.get(SessionService.class),
                        key -> rooms.getOrDefault(key, List.of()),
                        LIMITS,
                        core.clock);
        session = newSession("one");
    }

    @AfterEach
    void close() {
        core.close();
    }

    private SessionKey newSession(String tag) {
        SessionKey key = core.newSession(tag);
        core.beat(key, false);
        rooms.put(key, List.of(host));
        return key;
    }

    private void open(TerminalEnd by, String terminal) {
        terminals.open(by, session.id().value(), terminal, 80, 24);
    }

    private void output(String terminal, String data) {
        String payload =
                "{\"sessionId\":\"%s\",\"terminalId\":\"%s\",\"data\":\"%s\"}"
                        .formatted(session.id().value(), terminal, data);
        terminals.said(
                host,
                "terminal:output",
                session.id().value(),
                terminal,
                data,
                RawJson.trusted(payload));
    }

    private String to(String event, String terminal, String more) {
        return "%s {\"sessionId\":\"%s\",\"terminalId\":\"%s\"%s}"
                .formatted(event, session.id().value(), terminal, more);
    }

    private static String error(String terminal, String message) {
        return "terminal:error {\"terminalId\":\"%s\",\"message\":\"%s\"}"
                .formatted(terminal, message);
    }

    @Test
    void keysGoToTheCommandLineAndOutputComesBack() {
        open(browser, "t1");
        terminals.write(browser, "t1", "ls\r");
        terminals.resize(browser, "t1", 100, 30);
        output("t1", "a.txt");
        terminals.close(browser, "t1");
        terminals.write(browser, "t1", "too late");

        assertThat(host.taken())
                .containsExactly(
                        to("terminal:open", "t1", ",\"cols\":80,\"rows\":24"),
                        to("terminal:write", "t1", ",\"data\":\"ls\\r\""),
                        to("terminal:resize", "t1", ",\"cols\":100,\"rows\":30"),
                        to("terminal:close", "t1", ""));
        assertThat(browser.taken())
                .containsExactly(to("terminal:output", "t1", ",\"data\":\"a.txt\""));
    }

    @Test
    void browserThatComesBackSeesWhatWasShown() {
        open(browser, "t1");
        output("t1", "A");
        terminals.browserGone(browser);
        output("t1", "B");
        RecordedEnd reloaded = new RecordedEnd(Scopes.HOME);
        open(reloaded, "t1");
        output("t1", "C");
        terminals.write(browser, "t1", "from the page that went");

        assertThat(reloaded.taken())
                .containsExactly(
                        "terminal:output {\"terminalId\":\"t1\",\"data\":\"AB\"}",
                        to("terminal:output", "t1", ",\"data\":\"C\""));
        assertThat(browser.taken()).hasSize(1);
        assertThat(host.taken()).hasSize(2).allMatch(it -> it.startsWith("terminal:open"));
    }

    @Test
    void whoShowsATerminalIsToldWhenAnotherBrowserTakesItOver() {
        open(browser, "t1");
        RecordedEnd other = new RecordedEnd(Scopes.HOME);

        open(other, "t1");
        open(other, "t1");
        output("t1", "A");

        assertThat(browser.taken()).containsExactly("terminal:taken {\"terminalId\":\"t1\"}");
        assertThat(other.taken()).containsExactly(to("terminal:output", "t1", ",\"data\":\"A\""));
    }

    @Test
    void terminalThatNobodyLooksAtIsTheOneUsedLastOfThatSession() {
        SessionKey first = session;
        for (String terminal : List.of("t1", "t2", "t3")) {
            open(browser, terminal);
        }
        assertThat(terminals.unattended(first)).isEmpty();

        terminals.browserGone(browser);
        core.clock.advance(Duration.ofSeconds(1));
        output("t2", "A");
        core.clock.advance(Duration.ofSeconds(1));
        session = newSession("two");
        open(browser, "t4");
        terminals.browserGone(browser);

        assertThat(terminals.unattended(first)).contains("t2");
        assertThat(terminals.unattended(session)).contains("t4");
        assertThat(terminals.unattended(newSession("three"))).isEmpty();
    }

    @Test
    void fifthTerminalOfABrowserIsRefusedAndTakingOneOverIsNot() {
        for (String terminal : List.of("t1", "t2", "t3", "t4")) {
            open(browser, terminal);
        }
        open(browser, "t5");
        open(browser, "t1");

        assertThat(browser.taken())
                .containsExactly(error("t5", "Too many terminals open (max 4)."));
        assertThat(host.taken()).hasSize(5);
    }

    @Test
    void fifthTerminalOfASessionIsRefusedFromAnyBrowser() {
        for (String terminal : List.of("t1", "t2", "t3", "t4")) {
            open(new RecordedEnd(Scopes.HOME), terminal);
        }

        open(browser, "t5");

        assertThat(browser.taken())
                .containsExactly(error("t5", "Too many terminals open for this session (max 4)."));
    }

    @Test
    void namespaceHasALimitOfItsOwn() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            SessionKey each = newSession("more-" + i);
            RecordedEnd from = new RecordedEnd(Scopes.HOME);
            terminals.open(from, each.id().value(), "t" + i, 80, 24);
            opened.addAll(from.taken());
        }

        assertThat(opened).containsExactly(error("t6", "Too many terminals open (max 6)."));
    }

    @Test
    void refusalsComeInTheOrderOfThePublishedHub() {
        terminals.open(browser, "unknown", "t1", 80, 24);
        SessionKey away = core.newSession("away");
        terminals.open(browser, away.id().value(), "t1", 80, 24);
        SessionKey alone = newSession("alone");
        rooms.remove(alone);
        terminals.open(browser, alone.id().value(), "t1", 80, 24);
        open(browser, "t1");
        terminals.open(browser, newSession("two").id().value(), "t1", 80, 24);

        assertThat(browser.taken())
                .containsExactly(
                        error("t1", "Session is inactive or unavailable."),
                        error("t1", "Session is inactive or unavailable."),
                        error("t1", "CLI is not connected for this session."),
                        error("t1", "Terminal ID is already in use."));
    }

    @Test
    void onlyTheCommandLineThatRunsATerminalSpeaksForIt() {
        open(browser, "t1");
        RecordedEnd other = new RecordedEnd(Scopes.HOME);
        RecordedEnd foreign = new RecordedEnd(Scopes.OTHER);
        for (RecordedEnd liar : List.of(other, foreign)) {
            terminals.said(
                    liar,
                    "terminal:exit",
                    session.id().value(),
                    "t1",
                    "",
                    RawJson.trusted("{\"lie\":1}"));
        }
        terminals.said(
                host, "terminal:exit", "another session", "t1", "", RawJson.trusted("{\"x\":1}"));

        assertThat(browser.taken()).isEmpty();
    }

    @Test
    void browserOfAnotherNamespaceNeitherSeesNorTakesOver() {
        open(browser, "t1");
        RecordedEnd foreign = new RecordedEnd(Scopes.OTHER);
        open(foreign, "t1");
        terminals.write(foreign, "t1", "evil");
        terminals.close(foreign, "t1");
        output("t1", "secret");

        assertThat(foreign.taken())
                .containsExactly(error("t1", "Session is inactive or unavailable."));
        assertThat(host.taken()).hasSize(1);
        assertThat(browser.taken()).hasSize(1);
    }

    @Test
    void exitIsHandedOnUnchangedAndFreesTheId() {
        open(browser, "t1");
        RawJson exit = RawJson.trusted("{\"code\":0, \"signal\":null,\"more\":[1]}");

        terminals.said(host, "terminal:exit", session.id().value(), "t1", "", exit);
        output("t1", "after the end");

        assertThat(browser.taken()).containsExactly("terminal:exit " + exit.text());
    }

    @Test
    void terminalThatIsSilentTooLongIsClosedAtBothEnds() {
        open(browser, "t1");
        open(browser, "t2");
        core.clock.advance(Duration.ofMinutes(14));
        output("t2", "still busy");
        core.clock.advance(Duration.ofMinutes(1).plusMillis(1));
        browser.taken();
        host.taken();

        terminals.sweep();

        assertThat(browser.taken())
                .containsExactly(error("t1", "Terminal closed due to inactivity."));
        assertThat(host.taken()).containsExactly(to("terminal:close", "t1", ""));
    }

    @Test
    void commandLineThatGoesEndsItsTerminals() {
        open(browser, "t1");

        terminals.hostGone(host);
        terminals.write(browser, "t1", "x");

        assertThat(browser.taken()).containsExactly(error("t1", "CLI disconnected."));
        assertThat(host.taken()).hasSize(1);
    }

    @Test
    void commandLineThatGoesWhileATerminalOpensIsNoticed() {
        List<TerminalEnd> found = List.of(host);
        List<List<TerminalEnd>> looks = new ArrayList<>(List.of(found, List.of()));
        Terminals racing =
                new Terminals(
                        core.get(SessionService.class),
                        key -> looks.removeFirst(),
                        LIMITS,
                        core.clock);

        racing.open(browser, session.id().value(), "t1", 80, 24);

        assertThat(browser.taken()).containsExactly(error("t1", "CLI disconnected."));
    }
}
