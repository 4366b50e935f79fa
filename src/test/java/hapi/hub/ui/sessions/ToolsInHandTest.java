package hapi.hub.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.chat.ToolPresentation.Verb;
import hapi.hub.message.Appended;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class ToolsInHandTest {
    @TempDir Path folder;
    private HubCore core;
    private SessionKey key;
    private ToolsInHand tools;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        key = core.newSession("t");
        tools = new ToolsInHand(core.get(MessageService.class));
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void toolIsInHandUntilItsResultComes() {
        Message call = call("1", "npm test");
        assertThat(tools.of(key)).contains(new ToolsInHand.Tool(Verb.RUN, "npm test"));

        Message other = result("2");
        tools.saw(key, other);
        assertThat(tools.of(key)).isPresent();

        Message result = result("1");
        tools.saw(key, result);
        assertThat(tools.of(key)).isEmpty();

        tools.saw(key, call);
        assertThat(tools.of(key)).as("an old message").isEmpty();
    }

    @Test
    void nextToolTakesThePlaceOfTheFirst() {
        assertThat(tools.of(key)).isEmpty();

        tools.saw(key, call("1", "ls"));
        tools.saw(key, call("2", "make"));

        assertThat(tools.of(key)).map(ToolsInHand.Tool::subject).contains("make");
    }

    @Test
    void whatIsNoMessageOfAnAgentDoesNoHarm() {
        assertThat(tools.of(key)).isEmpty();

        tools.saw(key, append(RawJson.ofText("[1,{\"role\":7}]")));
        tools.saw(key, append(RawJson.NULL));

        assertThat(tools.of(key)).isEmpty();
    }

    private Message call(String id, String command) {
        ObjectNode data = Json.object().put("type", "tool-call").put("name", "Bash");
        data.put("callId", id).putObject("input").put("command", command);
        return append(message(data));
    }

    private Message result(String id) {
        return append(
                message(
                        Json.object()
                                .put("type", "tool-call-result")
                                .put("callId", id)
                                .put("output", "ok")));
    }

    private static RawJson message(ObjectNode data) {
        ObjectNode message = Json.object().put("role", "agent");
        message.putObject("content").put("type", "codex").set("data", data);
        return RawJson.of(message);
    }

    private Message append(RawJson content) {
        Appended appended =
                core.get(MessageService.class)
                        .append(key, new IncomingMessage(content, null, null), HubCore.CLI)
                        .join();
        return ((Appended.Stored) appended).message();
    }
}
