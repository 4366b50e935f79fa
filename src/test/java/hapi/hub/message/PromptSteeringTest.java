package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionCreation;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PromptSteeringTest {
    @TempDir Path folder;
    private HubCore core;
    private MessageService messages;
    private PromptSteering steering;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        messages = core.get(MessageService.class);
        steering = core.get(PromptSteering.class);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void theProcessIsAskedForThePromptByItsLocalIdAndItStaysQueued() {
        SessionKey key = session("codex");
        AnsweringConnection process = process(key, "{\"steered\":true}");
        send(key, null);

        assertThat(steering.steer(key, messages.find(key, "l1").orElseThrow().id()))
                .isEqualTo(new SteerResult.Steered("l1"));
        assertThat(process.asked)
                .containsExactly(key.id().value() + ":steer-queued-message {\"localId\":\"l1\"}");
        assertThat(messages.unconsumed(key)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "\"yes\"", "[]", "{}", "{\"steered\":false}"})
    void anAnswerThatIsNoYesIsAFailure(String answer) {
        SessionKey key = session("pi");
        process(key, answer);
        send(key, null);

        assertThat(steering.steer(key, "l1")).isInstanceOf(SteerResult.Refused.class);
    }

    @Test
    void theProcessMaySayWhyNot() {
        SessionKey key = session("cursor");
        process(key, "{\"steered\":false,\"error\":\"no turn\"}");
        send(key, null);

        assertThat(steering.steer(key, "l1")).isEqualTo(new SteerResult.Refused("no turn", "l1"));
    }

    @Test
    void whatCannotBeSteeredIsNotAskedFor() {
        SessionKey key = session("codex");
        AnsweringConnection process = process(key, "{\"steered\":true}");
        send(key, core.clock.millis() + 60_000);

        assertThat(steering.steer(key, "l1"))
                .isEqualTo(new SteerResult.Refused("Scheduled messages cannot be steered", "l1"));
        assertThat(steering.steer(key, "nobody"))
                .isEqualTo(new SteerResult.Refused("Message not found", null));
        core.sessions()
                .updateAgentState(
                        key, 1, RawJson.ofText("{\"controlledByUser\":true}"), HubCore.CLI)
                .join();
        assertThat(steering.steer(key, "l1"))
                .isEqualTo(
                        new SteerResult.Refused(
                                "Steering is only available for remote sessions", null));
        assertThat(process.asked).isEmpty();
    }

    @Test
    void anAgentThatTakesNoPromptIntoItsTurnIsNotAsked() {
        SessionKey key = session("claude");
        AnsweringConnection process = process(key, "{\"steered\":true}");
        send(key, null);

        assertThat(steering.steer(key, "l1"))
                .isEqualTo(
                        new SteerResult.Refused(
                                "Steering is only supported for Pi, Codex, and Cursor ACP sessions",
                                null));
        assertThat(process.asked).isEmpty();
    }

    private AnsweringConnection process(SessionKey key, String answer) {
        AnsweringConnection process = new AnsweringConnection("p", answer);
        core.get(RpcRegistry.class).register(process, key, "steer-queued-message");
        return process;
    }

    private SessionKey session(String flavor) {
        String metadata = "{\"path\":\"/w\",\"host\":\"h\",\"flavor\":\"%s\"}".formatted(flavor);
        return ((SessionCreation.Ready)
                        core.sessions()
                                .getOrCreate(
                                        Scopes.HOME, HubCore.request("t", metadata), HubCore.REST))
                .key();
    }

    private void send(SessionKey key, @Nullable Long scheduledAt) {
        messages.send(
                key,
                new OutgoingMessage(
                        "p",
                        List.of(),
                        new LocalId("l1"),
                        scheduledAt,
                        OutgoingMessage.WEBAPP,
                        false),
                HubCore.REST);
    }
}
