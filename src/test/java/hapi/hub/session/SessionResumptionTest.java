package hapi.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.machine.MachineRegistration;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.message.PageRequest;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.MachineKey;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MachineId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionResumptionTest {
    private static final String METADATA =
            "{\"path\":\"/work\",\"host\":\"box\",\"flavor\":\"claude\",\"machineId\":\"m\",\"claudeSessionId\":\"agent-1\"}";

    @TempDir Path folder;
    private HubCore core;
    private SessionService sessions;
    private SessionResumption resumption;
    private MessageService messages;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        sessions = core.sessions();
        resumption = core.get(SessionResumption.class);
        messages = core.get(MessageService.class);
    }

    @AfterEach
    void close() {
        core.close();
    }

    private SessionKey session(String tag, String metadata) {
        return ((SessionCreation.Ready)
                        sessions.getOrCreate(
                                Scopes.HOME, HubCore.request(tag, metadata), HubCore.REST))
                .key();
    }

    private AnsweringConnection machine(String id, String host, Supplier<String> sessionId) {
        MachineService machines = core.get(MachineService.class);
        MachineKey key =
                ((MachineRegistration.Registered)
                                machines.register(
                                        Scopes.HOME,
                                        new MachineId(id),
                                        RawJson.ofText(
                                                "{\"host\":\"%s\",\"platform\":\"linux\",\"happyCliVersion\":\"1\"}"
                                                        .formatted(host)),
                                        RawJson.NULL,
                                        HubCore.REST))
                        .key();
        machines.alive(key, core.clock.millis(), RawJson.NULL, HubCore.CLI).join();
        AnsweringConnection connection =
                new AnsweringConnection(
                        id,
                        (_, _) ->
                                CompletableFuture.completedFuture(
                                        RawJson.of(
                                                Json.write(
                                                        Json.object()
                                                                .put("type", "success")
                                                                .put(
                                                                        "sessionId",
                                                                        sessionId.get())))));
        core.get(RpcRegistry.class).register(connection, key, "spawn-happy-session");
        return connection;
    }

    private ResumeResult resume(SessionKey key) {
        return resumption.resume(key, null, HubCore.REST);
    }

    @Test
    void aSessionThatRunsIsNotStartedAgain() {
        SessionKey key = session("t", METADATA);
        AnsweringConnection machine = machine("m", "box", () -> "none");
        core.beat(key, false);

        assertThat(resume(key)).isEqualTo(new ResumeResult.Running(key, false));
        assertThat(machine.asked).isEmpty();
    }

    @Test
    void withoutItsMachineOrTheSameComputerItCannotStart() {
        SessionKey key = session("t", METADATA);
        machine("other", "elsewhere", () -> "none");

        assertThat(resume(key)).isEqualTo(new ResumeResult.NoMachine());
    }

    @Test
    void theSameComputerUnderAnotherIdWillDo() {
        SessionKey key = session("t", METADATA);
        machine("again", "box", () -> startedAs(key));

        assertThat(resume(key)).isEqualTo(new ResumeResult.Running(key, true));
    }

    private String startedAs(SessionKey key) {
        core.beat(key, false);
        return key.id().value();
    }

    @Test
    void aConversationNeedsTheAgentsOwnIdAndAnEmptySessionDoesNot() {
        String withoutId = METADATA.replace(",\"claudeSessionId\":\"agent-1\"", "");
        SessionKey talked = session("talked", withoutId);
        say(talked, "hello", "l1");
        SessionKey empty = session("empty", withoutId);
        SessionKey nowhere = session("nowhere", "{\"host\":\"box\"}");
        machine("m", "box", () -> startedAs(empty));

        assertThat(resume(talked))
                .isEqualTo(new ResumeResult.Unavailable(List.of("agentSessionId")));
        assertThat(resume(nowhere)).isEqualTo(new ResumeResult.Unavailable(List.of("path")));
        assertThat(resume(empty)).isEqualTo(new ResumeResult.Running(empty, true));
    }

    @Test
    void theRunnerIsToldWhatToResume() {
        SessionKey key = session("t", METADATA);
        AnsweringConnection machine = machine("m", "box", () -> startedAs(key));

        resumption.resume(key, "plan", HubCore.REST);

        assertThat(Json.parse(machine.asked.getFirst().split(" ", 2)[1]))
                .isEqualTo(
                        Json.parse(
                                """
                                {"type":"spawn-in-directory","directory":"/work","agent":"claude",
                                 "permissionMode":"plan","resumeSessionId":"agent-1",
                                 "existingSessionId":"%1$s","sessionId":"%1$s","forkSession":false}
                                """
                                        .formatted(key.id().value())));
    }

    @Test
    void aRefusalIsPassedOnAndAnUnknownSessionIsOne() {
        SessionKey key = session("t", METADATA);
        machine("m", "box", () -> "nobody");

        assertThat(resume(key))
                .isEqualTo(
                        new ResumeResult.Failed("The runner started a session that is not known"));
    }

    @Test
    void outOfTheArchiveItsEndIsTakenBack() {
        SessionKey key =
                session(
                        "t",
                        METADATA.replace(
                                "}",
                                ",\"lifecycleState\":\"archived\",\"archivedBy\":\"cli\",\"archiveReason\":\"r\"}"));

        ResumeResult alone = resumption.reopen(key, HubCore.REST);
        boolean isStillArchived = metadata(key).contains("archived");
        machine("m", "box", () -> startedAs(key));
        ResumeResult result = resumption.reopen(key, HubCore.REST);

        assertThat(alone).isEqualTo(new ResumeResult.NoMachine());
        assertThat(isStillArchived).isTrue();
        assertThat(result).isEqualTo(new ResumeResult.Running(key, true));
        assertThat(metadata(key)).doesNotContain("archive", "lifecycleState");
    }

    private String metadata(SessionKey key) {
        return sessions.find(key).orElseThrow().metadata().text();
    }

    @Test
    void manyPressesAreOneStart() throws Exception {
        SessionKey key = session("t", METADATA);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AnsweringConnection machine =
                machine(
                        "m",
                        "box",
                        () -> {
                            asked.countDown();
                            awaitUnchecked(goOn);
                            return startedAs(key);
                        });
        List<ResumeResult> results = new CopyOnWriteArrayList<>();
        List<Thread> presses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            presses.add(Thread.ofVirtual().start(() -> results.add(resume(key))));
        }

        asked.await();
        goOn.countDown();
        for (Thread press : presses) {
            press.join();
        }

        assertThat(machine.asked).hasSize(1);
        assertThat(results)
                .hasSize(5)
                .allMatch(it ->
                        it instanceof ResumeResult.Running(SessionKey at, boolean _)
                                && at.equals(key));
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNewIdTakesTheOldMessagesOver() {
        SessionKey old = session("old", METADATA);
        sessions.rename(old, "my name", HubCore.REST);
        sessions.pin(old, Pin.PROJECT, HubCore.REST);
        say(old, "one", "l1");
        messages.consumed(old, List.of("l1"), false, false, HubCore.CLI).join();
        core.clock.advance(Duration.ofSeconds(1));
        say(old, "two", "l2");
        messages.send(
                old,
                new OutgoingMessage(
                        "later",
                        List.of(),
                        new LocalId("l3"),
                        core.clock.millis() + 60_000,
                        OutgoingMessage.WEBAPP,
                        false),
                HubCore.REST);
        core.clock.advance(Duration.ofSeconds(1));
        SessionKey fresh = session("fresh", METADATA.replace("agent-1", "agent-2"));
        say(fresh, "three", "l2");
        long epoch = latest(fresh).page().epoch();
        machine("m", "box", () -> startedAs(fresh));

        ResumeResult result = resume(old);

        assertThat(result).isEqualTo(new ResumeResult.Running(fresh, true));
        assertThat(sessions.resolve(Scopes.HOME, old.id().value()))
                .isInstanceOf(SessionLookup.Missing.class);
        List<Message> page = latest(fresh).messages();
        assertThat(page).extracting(Message::localId).containsExactly("l1", "l3", "l2");
        assertThat(page.getLast().content().text()).contains("three");
        assertThat(page).extracting(Message::seq).doesNotHaveDuplicates();
        assertThat(latest(fresh).page().epoch()).isGreaterThan(epoch);
        assertThat(name(fresh)).isEqualTo("my name");
        assertThat(sessions.find(fresh).orElseThrow().pinned()).isTrue();
        assertThat(sessions.summary(fresh).orElseThrow().futureScheduledMessageCount())
                .isEqualTo(1);
        say(fresh, "four", "l4");
        assertThat(latest(fresh).messages().getLast().seq())
                .isGreaterThan(page.stream().mapToLong(Message::seq).max().orElseThrow());
    }

    private String name(SessionKey key) {
        return sessions.find(key).orElseThrow().metadata().read().path("name").asString("");
    }

    @Test
    void aCommandLineNeverGetsMergedPromptsByBackfill() {
        SessionKey old = session("old", METADATA);
        say(old, "dangerous", "l1");
        say(old, "two", "l2");
        SessionKey fresh = session("fresh", METADATA.replace("agent-1", "agent-2"));
        say(fresh, "known", "l5");
        machine("m", "box", () -> startedAs(fresh));
        resume(old);
        say(fresh, "missed", "l6");

        assertThat(messages.backfill(fresh, 1, 200))
                .extracting(Message::localId)
                .containsExactly("l5", "l6");
        core.close();
        core = new HubCore(folder, core.clock);
        assertThat(core.get(MessageService.class).backfill(fresh, 0, 200))
                .extracting(Message::localId)
                .containsExactly("l5", "l6");
    }

    @Test
    void whatHasTheSameAgentSessionBecomesOneUnlessItRuns() {
        SessionKey first = session("1", METADATA);
        say(first, "hello", "l1");
        core.clock.advance(Duration.ofSeconds(1));
        SessionKey second = session("2", METADATA.replace("agent-1", "agent-x"));
        core.beat(first, false);
        core.beat(second, false);

        learnId(second, "agent-1");
        boolean bothWhileRunning = sessions.find(first).isPresent();
        sessions.ended(first, "terminated", HubCore.CLI).join();

        assertThat(bothWhileRunning).isTrue();
        assertThat(sessions.find(first)).isEmpty();
        assertThat(latest(second).messages()).extracting(Message::localId).containsExactly("l1");
        assertThat(sessions.find(second).orElseThrow().hasConversationContent()).isTrue();
    }

    @Test
    void anotherNamespaceOrFlavorIsAnotherConversation() {
        SessionKey mine = session("1", METADATA);
        SessionKey otherFlavor =
                session(
                        "2",
                        METADATA.replace("\"claude\"", "\"kimi\"").replace("claudeS", "kimiS"));
        SessionKey elsewhere =
                ((SessionCreation.Ready)
                                sessions.getOrCreate(
                                        Scopes.OTHER, HubCore.request("3", METADATA), HubCore.REST))
                        .key();

        sessions.ended(mine, null, HubCore.CLI).join();

        assertThat(List.of(mine, otherFlavor, elsewhere))
                .allMatch(key -> sessions.find(key).isPresent());
    }

    private void learnId(SessionKey key, String agentId) {
        long version = sessions.find(key).orElseThrow().metadataVersion();
        sessions.updateMetadata(
                        key,
                        version,
                        RawJson.ofText(METADATA.replace("agent-1", agentId)),
                        HubCore.CLI)
                .join();
    }

    private void say(SessionKey key, String text, String localId) {
        messages.send(key, OutgoingMessage.text(text, new LocalId(localId)), HubCore.REST);
    }

    private MessagePage latest(SessionKey key) {
        return messages.page(key, new PageRequest.Latest(50));
    }
}
