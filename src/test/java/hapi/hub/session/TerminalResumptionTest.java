package hapi.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcConnectionLostException;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.TerminalResumption.Candidate;
import hapi.hub.session.TerminalResumption.HandOverResult;
import hapi.hub.session.TerminalResumption.TargetResult;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TerminalResumptionTest {
    private static final String CLAUDE =
            "{\"path\":\"/w\",\"host\":\"h\",\"flavor\":\"claude\",\"machineId\":\"m\",\"claudeSessionId\":\"c-%s\"}";

    @TempDir Path folder;
    private HubCore core;
    private TerminalResumption resumption;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        resumption = core.get(TerminalResumption.class);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void theNewestComesFirstAndAnotherNamespacesNotAtAll() {
        SessionKey older = claude("older");
        core.clock.advance(Duration.ofSeconds(1));
        SessionKey newer = claude("newer");
        session(Scopes.OTHER, "foreign", CLAUDE.formatted("foreign"));

        assertThat(candidates(Scopes.HOME, null)).containsExactly(newer, older);
        assertThat(candidates(Scopes.HOME, "m")).containsExactly(newer, older);
        assertThat(candidates(Scopes.HOME, "elsewhere")).isEmpty();
        assertThat(candidates(Scopes.OTHER, null)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "{}",
                "{\"path\":\"/w\",\"host\":\"h\"}",
                "{\"path\":5,\"host\":\"h\",\"claudeSessionId\":\"c\"}",
                "{\"path\":\"\",\"host\":\"h\",\"claudeSessionId\":\"c\"}",
                "{\"path\":\"/w\",\"host\":\"h\",\"claudeSessionId\":7}",
                "{\"path\":\"/w\",\"host\":\"h\",\"flavor\":\"codex\",\"claudeSessionId\":\"c\"}"
            })
    void whatLacksAPlaceOrAnAgentsSessionCannotBeResumed(String metadata) {
        SessionKey key = session(Scopes.HOME, "t", metadata);

        assertThat(resumption.target(key)).isInstanceOf(TargetResult.Unavailable.class);
        assertThat(resumption.candidates(Scopes.HOME, null)).isEmpty();
    }

    @Test
    void aDeletedSessionIsGone() {
        SessionKey key = claude("t");
        core.sessions().delete(key, HubCore.REST);

        assertThat(resumption.target(key)).isEqualTo(new TargetResult.Gone());
        assertThat(resumption.handOver(key)).isEqualTo(new HandOverResult.Gone());
    }

    @Test
    void whatDoesNotRunIsHandedOverAtOnce() {
        assertThat(resumption.handOver(claude("t"))).isEqualTo(new HandOverResult.Done());
    }

    @Test
    void aProcessThatLeavesIsWaitedFor() {
        SessionKey key = claude("t");
        core.beat(key, false);
        AnsweringConnection process =
                new AnsweringConnection(
                        "p",
                        (_, _) -> {
                            Thread.ofVirtual()
                                    .start(() ->
                                            core.sessions().ended(key, "handoff", HubCore.CLI));
                            return CompletableFuture.completedFuture(
                                    RawJson.trusted("{\"ok\":true}"));
                        });
        core.get(RpcRegistry.class).register(process, key, "handoff-local");

        assertThat(resumption.handOver(key)).isEqualTo(new HandOverResult.Done());
        assertThat(core.sessions().find(key).orElseThrow().active()).isFalse();
    }

    @Test
    void aProcessThatEndedInsteadOfAnsweringHasLeft() {
        SessionKey key = claude("t");
        core.beat(key, false);
        AnsweringConnection process =
                new AnsweringConnection(
                        "p",
                        (_, _) -> {
                            core.sessions().ended(key, "handoff", HubCore.CLI);
                            return CompletableFuture.failedFuture(
                                    new RpcConnectionLostException("transport close"));
                        });
        core.get(RpcRegistry.class).register(process, key, "handoff-local");

        assertThat(resumption.handOver(key)).isEqualTo(new HandOverResult.Done());
    }

    @Test
    void aSessionAtATerminalStaysThere() {
        SessionKey key = claude("t");
        core.beat(key, false);
        core.sessions()
                .updateAgentState(
                        key, 1, RawJson.ofText("{\"controlledByUser\":true}"), HubCore.CLI)
                .join();
        AnsweringConnection process = process(key, "{\"ok\":true}");

        assertThat(resumption.handOver(key)).isEqualTo(new HandOverResult.AtTerminal());
        assertThat(process.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "[]", "{}", "{\"ok\":false}", "{\"error\":\"busy\"}"})
    void aProcessThatDoesNotLeaveIsNotWaitedFor(String answer) {
        SessionKey key = claude("t");
        core.beat(key, false);
        process(key, answer);

        assertThat(resumption.handOver(key))
                .isInstanceOfSatisfying(
                        HandOverResult.Failed.class,
                        failed ->
                                assertThat(failed.reason())
                                        .isNotEmpty()
                                        .doesNotContain("Timed out"));
    }

    private AnsweringConnection process(SessionKey key, String answer) {
        AnsweringConnection process = new AnsweringConnection("p", answer);
        core.get(RpcRegistry.class).register(process, key, "handoff-local");
        return process;
    }

    private List<SessionKey> candidates(Namespace namespace, @Nullable String machine) {
        return resumption.candidates(namespace, machine).stream().map(Candidate::key).toList();
    }

    private SessionKey claude(String tag) {
        return session(Scopes.HOME, tag, CLAUDE.formatted(tag));
    }

    private SessionKey session(Namespace namespace, String tag, String metadata) {
        return ((SessionCreation.Ready)
                        core.sessions()
                                .getOrCreate(
                                        namespace, HubCore.request(tag, metadata), HubCore.REST))
                .key();
    }
}
