package hapi.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.RecordingSink;
import hapi.hub.rpc.RpcConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.RequestId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import hapi.protocol.model.Session;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.model.VersionedResult;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionServiceTest {
    @TempDir Path folder;
    private HubCore core;
    private SessionService sessions;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        sessions = core.sessions();
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void aKnownTagGivesTheStoredSessionBackUnchanged() {
        SessionCreation.Ready first =
                (SessionCreation.Ready)
                        sessions.getOrCreate(
                                Scopes.HOME,
                                HubCore.request("t", "{\"path\":\"/a\",\"host\":\"h\"}"),
                                HubCore.REST);
        SessionCreation.Ready second =
                (SessionCreation.Ready)
                        sessions.getOrCreate(
                                Scopes.HOME,
                                HubCore.request("t", "{\"path\":\"/b\",\"host\":\"h\"}"),
                                HubCore.REST);

        assertThat(first.isNew()).isTrue();
        assertThat(second.isNew()).isFalse();
        assertThat(second.session()).isEqualTo(first.session());
        assertThat(second.session().metadata().text()).contains("/a");
        assertThat(second.session().metadataVersion()).isEqualTo(1);
        assertThat(second.session().agentStateVersion()).isEqualTo(1);
    }

    @Test
    void theSameTagInAnotherNamespaceIsAnotherSession() {
        SessionKey mine = core.newSession("t");
        SessionKey other = core.newSession(Scopes.OTHER, "t");

        assertThat(mine.id()).isNotEqualTo(other.id());
        assertThat(sessions.resolve(Scopes.HOME, mine.id().value()))
                .isEqualTo(new SessionLookup.Found(mine));
        assertThat(sessions.resolve(Scopes.HOME, other.id().value()))
                .isInstanceOf(SessionLookup.Foreign.class);
        assertThat(sessions.resolve(Scopes.HOME, "none")).isInstanceOf(SessionLookup.Missing.class);
        assertThat(sessions.resolve(Scopes.HOME, "")).isInstanceOf(SessionLookup.Missing.class);
        assertThat(sessions.summaries(Scopes.HOME)).hasSize(1);
    }

    @Test
    void anIdOfAnotherSessionIsTaken() {
        SessionKey other = core.newSession(Scopes.OTHER, "t");
        core.newSession("mine");

        assertThat(sessions.getOrCreate(Scopes.HOME, withId("new", other.id()), HubCore.REST))
                .isInstanceOf(SessionCreation.IdTaken.class);
        assertThat(
                        sessions.getOrCreate(
                                Scopes.HOME,
                                withId("mine", new SessionId("another")),
                                HubCore.REST))
                .isInstanceOf(SessionCreation.TagTaken.class);
    }

    private static NewSession withId(String tag, SessionId id) {
        return new NewSession(tag, id, RawJson.EMPTY_OBJECT, RawJson.NULL, null, null, null);
    }

    @Test
    void everythingButPresenceIsThereAfterARestart() {
        SessionKey key = core.newSession("t");
        sessions.rename(key, "my name", HubCore.REST);
        sessions.pin(key, Pin.GLOBAL, HubCore.REST);
        sessions.updateAgentState(key, 1, request("r1", "ls"), HubCore.CLI).join();
        sessions.alive(key, beat("model", "opus"), HubCore.CLI).join();
        core.close();

        core = new HubCore(folder);
        Session after =
                core.sessions()
                        .find(
                                ((SessionLookup.Found)
                                                core.sessions()
                                                        .resolve(Scopes.HOME, key.id().value()))
                                        .key())
                        .orElseThrow();

        assertThat(after.active()).isFalse();
        assertThat(after.globalPinned()).isTrue();
        assertThat(after.model()).isEqualTo("opus");
        assertThat(after.metadata().text()).contains("my name");
        assertThat(after.agentStateVersion()).isEqualTo(2);
        assertThat(core.sessions().requests(key).find(new RequestId("r1"))).isPresent();
    }

    @Test
    void ofManyWritersOfOneVersionExactlyOneWins() {
        SessionKey key = core.newSession("t");

        List<CompletableFuture<VersionedResult>> writes =
                IntStream.range(0, 50)
                        .mapToObj(i ->
                                sessions.updateMetadata(
                                        key,
                                        1,
                                        RawJson.ofText(
                                                "{\"path\":\"/%d\",\"host\":\"h\"}".formatted(i)),
                                        HubCore.CLI))
                        .toList();

        assertThat(writes.stream().map(CompletableFuture::join))
                .filteredOn(VersionedResult.Applied.class::isInstance)
                .hasSize(1);
        assertThat(sessions.find(key).orElseThrow().metadataVersion()).isEqualTo(2);
    }

    @Test
    void aMetadataWriteKeepsIdentityKeysAndKeysOfTheHub() {
        SessionKey key = core.newSession("t");
        update(key, 1, "{\"path\":\"/w\",\"host\":\"h\",\"claudeSessionId\":\"c1\",\"x\":1}");

        RawJson kept =
                ((VersionedResult.Applied) update(key, 2, "{\"name\":\"n\",\"y\":2.50}")).value();

        assertThat(kept.read().path("claudeSessionId").asString()).isEqualTo("c1");
        assertThat(kept.read().path("path").asString()).isEqualTo("/w");
        assertThat(kept.read().has("x")).isFalse();
        assertThat(kept.text()).contains("2.50");

        RawJson deleted =
                ((VersionedResult.Applied)
                                update(
                                        key,
                                        3,
                                        "{\"claudeSessionId\":null,\"supersededBySessionId\":\"s\"}"))
                        .value();

        assertThat(deleted.read().has("claudeSessionId")).isFalse();
        assertThat(deleted.read().has("supersededBySessionId")).isFalse();
    }

    @Test
    void whatDoesNotFitTheSchemaIsStoredButShownAsNull() {
        SessionKey key = core.newSession("t");

        sessions.updateAgentState(key, 1, RawJson.ofText("{\"requests\":7}"), HubCore.CLI).join();
        update(key, 1, "null");

        Session shown = sessions.find(key).orElseThrow();
        assertThat(shown.agentState()).isEqualTo(RawJson.NULL);
        assertThat(shown.metadata()).isEqualTo(RawJson.NULL);
        assertThat(sessions.storedAgentState(key).orElseThrow().value().text())
                .isEqualTo("{\"requests\":7}");
        assertThat(sessions.summary(key).orElseThrow().metadata()).isNull();
    }

    @Test
    void unknownKeysAreHiddenFromClients() {
        SessionKey key = core.newSession("t");

        update(key, 1, "{\"path\":\"/w\",\"host\":\"h\",\"secret\":\"s\"}");

        assertThat(sessions.find(key).orElseThrow().metadata().text()).doesNotContain("secret");
        assertThat(sessions.storedMetadata(key).orElseThrow().value().text()).contains("secret");
    }

    @Test
    void aBeatMakesItActiveAndSilenceEndsThat() throws Exception {
        SessionKey key = core.newSession("t");
        RecordingSink events = core.listen(Scopes.HOME);

        core.beat(key, true);

        HubEvent.SessionPatched alive = events.nextOf(HubEvent.SessionPatched.class);
        assertThat(alive.patch().values())
                .containsEntry("active", RawJson.trusted("true"))
                .containsEntry("thinking", RawJson.trusted("true"));
        assertThat(sessions.find(key).orElseThrow().active()).isTrue();

        core.clock.advance(Duration.ofSeconds(31));
        core.tick();

        assertThat(events.nextOf(HubEvent.SessionPatched.class).patch().values())
                .containsExactly(Map.entry("active", RawJson.trusted("false")));
        Session silent = sessions.find(key).orElseThrow();
        assertThat(silent.active()).isFalse();
        assertThat(silent.thinking()).isFalse();
        core.beat(key, false);
        assertThat(sessions.find(key).orElseThrow().active()).isTrue();
    }

    @Test
    void beatsWithoutNewsAreToldEveryTenSecondsOnly() throws Exception {
        SessionKey key = core.newSession("t");
        core.beat(key, false);
        RecordingSink events = core.listen(Scopes.HOME);

        for (int i = 0; i < 6; i++) {
            core.clock.advance(Duration.ofSeconds(2));
            core.beat(key, false);
        }

        HubEvent.SessionPatched told = events.nextOf(HubEvent.SessionPatched.class);
        assertThat(told.isEphemeral()).isTrue();
        assertThat(told.patch().values().get("activeAt").text())
                .isEqualTo(String.valueOf(core.clock.millis()));
        assertThat(core.toldNothingMore(events)).isTrue();
    }

    @Test
    void aBeatOfTheFutureCountsAsNowAndOneOfTheDistantPastNotAtAll() {
        SessionKey key = core.newSession("t");
        long now = core.clock.millis();

        assertThat(sessions.alive(key, at(now - 700_000), HubCore.CLI).join()).isFalse();
        assertThat(sessions.alive(key, at(Double.NaN), HubCore.CLI).join()).isFalse();
        assertThat(sessions.alive(key, at(now + 1e9), HubCore.CLI).join()).isTrue();
        assertThat(sessions.find(key).orElseThrow().activeAt()).isEqualTo(now);
    }

    private SessionBeat at(double time) {
        return new SessionBeat(time, false, new SessionSettings(Map.of()));
    }

    @Test
    void aPermissionModeOfABeatIsKeptInTheMetadataForTheNextStart() {
        SessionKey key = core.newSession("t");

        sessions.alive(key, beat("permissionMode", "acceptEdits"), HubCore.CLI).join();

        Session session = sessions.find(key).orElseThrow();
        assertThat(session.permissionMode()).isEqualTo("acceptEdits");
        assertThat(session.metadataVersion()).isEqualTo(2);
        assertThat(session.metadata().text()).contains("preferredPermissionMode");
        assertThat(update(key, 1, "{}")).isInstanceOf(VersionedResult.Stale.class);
    }

    @Test
    void theEndIsToldEvenOfAnInactiveSession() throws Exception {
        SessionKey key = core.newSession("t");
        RecordingSink events = core.listen(Scopes.HOME);

        sessions.ended(key, "terminated", HubCore.CLI).join();

        assertThat(events.events(1).getFirst().event())
                .isEqualTo(new HubEvent.SessionEnded(key, "terminated"));
    }

    @Test
    void requestsComeAndGoWithTheAgentState() throws Exception {
        SessionKey key = core.newSession("t");
        RecordingSink events = core.listen(Scopes.HOME);

        sessions.updateAgentState(key, 1, request("r1", "ls"), HubCore.CLI).join();

        assertThat(events.nextOf(HubEvent.PermissionRequested.class).request())
                .isEqualTo(new RequestId("r1"));
        SessionSummary summary = sessions.summary(key).orElseThrow();
        assertThat(summary.pendingRequestsCount()).isEqualTo(1);
        assertThat(summary.pendingRequestKinds()).containsExactly("permission");

        sessions.updateAgentState(
                        key,
                        2,
                        RawJson.ofText(
                                """
                                {"requests":{},"completedRequests":{"r1":{"tool":"Bash","arguments":{},
                                "createdAt":1,"completedAt":2,"status":"approved"}}}
                                """),
                        HubCore.CLI)
                .join();

        assertThat(events.nextOf(HubEvent.PermissionResolved.class).status()).isEqualTo("approved");
        assertThat(sessions.requests(key).open()).isEmpty();
    }

    @Test
    void theHashOfARequestDependsOnItsContentNotOnTheOrderOfKeys() {
        SessionKey key = core.newSession("t");
        sessions.updateAgentState(
                        key,
                        1,
                        RawJson.ofText(
                                """
                                {"requests":{"a":{"tool":"Bash","arguments":{"x":1,"y":2}},
                                "b":{"tool":"Bash","arguments":{"y":2,"x":1}},
                                "c":{"tool":"Bash","arguments":{"x":1,"y":3}}}}
                                """),
                        HubCore.CLI)
                .join();

        Map<RequestId, PendingRequests.Request> open = sessions.requests(key).openById();

        String hash = open.get(new RequestId("a")).hash();
        assertThat(hash).hasSize(64).isEqualTo(open.get(new RequestId("b")).hash());
        assertThat(hash).isNotEqualTo(open.get(new RequestId("c")).hash());
    }

    @Test
    void settingsAreStoredAsTheCliAppliedThem() {
        SessionKey key = core.newSession("t");
        core.beat(key, false);
        answer(
                key,
                "{\"applied\":{\"permissionMode\":\"plan\",\"model\":\"opus\",\"effort\":null}}");

        SettingsResult result =
                sessions.configure(key, SessionSettings.of("permissionMode", "plan"), HubCore.REST);

        Session session = ((SettingsResult.Applied) result).session();
        assertThat(session.permissionMode()).isEqualTo("plan");
        assertThat(session.model()).isEqualTo("opus");
    }

    @Test
    void aBeatOlderThanAPersonsChoiceDoesNotUndoIt() {
        SessionKey key = core.newSession("t");
        core.beat(key, false);
        long before = core.clock.millis();
        core.clock.advance(Duration.ofSeconds(1));
        answer(key, "{\"applied\":{\"model\":\"opus\"}}");
        sessions.configure(key, SessionSettings.of("model", "opus"), HubCore.REST);

        sessions.alive(
                        key,
                        new SessionBeat(before, false, SessionSettings.of("model", "sonnet")),
                        HubCore.CLI)
                .join();

        assertThat(sessions.find(key).orElseThrow().model()).isEqualTo("opus");
    }

    @Test
    void aCliThatRefusesSaysWhy() {
        SessionKey key = core.newSession("t");
        core.beat(key, false);

        assertThat(change(key))
                .isEqualTo("RPC handler not registered: " + key.id() + ":set-session-config");
        answer(key, "{\"error\":\"Invalid permission mode\"}");
        assertThat(change(key)).isEqualTo("Invalid permission mode");
        answer(key, "{}");
        assertThat(change(key)).isEqualTo("Missing applied session config, got: {}");
        answer(key, "{\"applied\":{}}");
        assertThat(change(key)).isEqualTo("Session did not apply permissionMode");
    }

    @Test
    void theModeOfAnInactiveSessionIsKeptWithoutAskingAnybody() {
        SessionKey key = core.newSession("t");

        SettingsResult result =
                sessions.configure(key, SessionSettings.of("permissionMode", "plan"), HubCore.REST);

        assertThat(((SettingsResult.Applied) result).session().permissionMode()).isEqualTo("plan");
    }

    @Test
    void archivingWithoutACliIsTheHubsBookkeeping() {
        SessionKey key = core.newSession("t");
        core.beat(key, false);

        assertThat(sessions.archive(key, HubCore.REST))
                .isEqualTo(new ArchiveResult.Archived(false));

        Session session = sessions.find(key).orElseThrow();
        assertThat(session.active()).isFalse();
        assertThat(session.metadata().text()).contains("\"archivedBy\":\"hub\"");
        assertThat(sessions.archive(key, HubCore.REST)).isEqualTo(new ArchiveResult.Archived(true));
        assertThat(sessions.archive(core.newSession("idle"), HubCore.REST))
                .isInstanceOf(ArchiveResult.Inactive.class);
    }

    @Test
    void anActiveSessionIsNotDeletedAndADeletedOneIsGone() {
        SessionKey key = core.newSession("t");
        core.beat(key, false);

        assertThat(sessions.delete(key, HubCore.REST)).isEqualTo(DeleteResult.STILL_ACTIVE);
        sessions.ended(key, null, HubCore.CLI).join();
        assertThat(sessions.delete(key, HubCore.REST)).isEqualTo(DeleteResult.DELETED);

        assertThat(sessions.delete(key, HubCore.REST)).isEqualTo(DeleteResult.GONE);
        assertThat(sessions.find(key)).isEmpty();
        assertThat(sessions.resolve(Scopes.HOME, key.id().value()))
                .isInstanceOf(SessionLookup.Missing.class);
        assertThat(update(key, 1, "{}")).isInstanceOf(VersionedResult.Missing.class);
        assertThat(core.newSession("t").id()).isNotEqualTo(key.id());
    }

    @Test
    void theListShowsPinnedThenActiveThenRecent() {
        SessionKey old = core.newSession("old");
        core.clock.advance(Duration.ofSeconds(1));
        SessionKey recent = core.newSession("recent");
        core.clock.advance(Duration.ofSeconds(1));
        SessionKey active = core.newSession("active");
        core.beat(active, false);
        SessionKey pinned = core.newSession("pinned");
        sessions.pin(pinned, Pin.PROJECT, HubCore.REST);
        sessions.pin(old, Pin.GLOBAL, HubCore.REST);

        assertThat(sessions.summaries(Scopes.HOME))
                .extracting(SessionSummary::id)
                .containsExactly(
                        old.id().value(),
                        pinned.id().value(),
                        active.id().value(),
                        recent.id().value());
    }

    private String change(SessionKey key) {
        return ((SettingsResult.Refused)
                        sessions.configure(
                                key, SessionSettings.of("permissionMode", "plan"), HubCore.REST))
                .message();
    }

    private void answer(SessionKey key, String json) {
        core.get(RpcRegistry.class)
                .register(
                        new RpcConnection() {
                            @Override
                            public String id() {
                                return "c";
                            }

                            @Override
                            public boolean isOpen() {
                                return true;
                            }

                            @Override
                            public CompletableFuture<RawJson> request(
                                    String wireMethod, SplicedJson params, Duration timeout) {
                                return CompletableFuture.completedFuture(
                                        RawJson.trusted(Json.write(json)));
                            }
                        },
                        key,
                        "set-session-config");
    }

    private SessionBeat beat(String setting, @Nullable String value) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put(setting, value);
        return new SessionBeat(core.clock.millis(), false, new SessionSettings(values));
    }

    private VersionedResult update(SessionKey key, long version, String metadata) {
        return sessions.updateMetadata(key, version, RawJson.ofText(metadata), HubCore.CLI).join();
    }

    private static RawJson request(String id, String command) {
        return RawJson.ofText(
                "{\"requests\":{\"%s\":{\"tool\":\"Bash\",\"arguments\":{\"command\":\"%s\"},\"createdAt\":5}}}"
                        .formatted(id, command));
    }
}
