package hapi.cli.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The events that OpenCode 1.18.33 told a plugin while its screen was used (recorded): a command
/// and a change, both asked about, a list of steps, a sub-agent, a stopped answer, a thought, a new
/// session.
class EventReaderTest {
    private static final long START = 1_795_413_584_000L;

    private final EventReader reader = new EventReader(null, "default", START);

    @Test
    void whatWasTypedAndDoneIsToldOnceInOrder() {
        List<String> told = told(reader, recorded());

        assertThat(told)
                .startsWith(
                        "session ajNHrY",
                        "user run the shell now",
                        "turn default",
                        "message I will run a command.",
                        "tool-call bash",
                        "asked bash touch made-by-agent.txt && echo hello-from-shell",
                        "allowed true",
                        "tool-call-result hello-from-shell\n",
                        "message The command finished. All done.",
                        "token_count 120",
                        "turn over",
                        "user write the file now",
                        "turn default",
                        "message I will write a file.",
                        "tool-call write",
                        "asked write ",
                        "allowed false")
                .containsSubsequence(
                        "user list todos", "plan 2", "message Todos are noted.", "turn over")
                .containsSubsequence(
                        "user use a helper", "tool-call task", "message The helper is done.")
                .containsSubsequence(
                        "user slow please",
                        "turn over",
                        "message This is a slow answer that is streamed one small piece at a time so"
                                + " that",
                        "user think of it",
                        "reasoning Let me think about it.",
                        "message I thought about it.")
                .endsWith(
                        "session ejQHy7",
                        "user fresh words",
                        "turn default",
                        "message Hello from the scripted model.",
                        "token_count 120",
                        "turn over");
        assertThat(told).doesNotContain("user say hello to me");
        assertThat(told.stream().filter(line -> line.startsWith("turn ")))
                .hasSize(2 * (int) told.stream().filter(l -> l.startsWith("user ")).count());
    }

    @Test
    void whatIsOlderThanTheRunIsNotToldAgain() {
        EventReader later = new EventReader("ses_df902dc39ffeYtZHAFmHajNHrY", "default", START * 2);

        assertThat(told(later, recorded()))
                .noneMatch(line -> line.startsWith("user ") || line.startsWith("message "));
    }

    @Test
    void eventsOfAStrangerWaitUntilItIsIntroduced() {
        List<String> before =
                told(reader, List.of(typed("s1", "m1"), text("s1", "m1", "p1", "hi")));
        List<String> after = told(reader, List.of(introduced("s1", "")));

        assertThat(before).isEmpty();
        assertThat(after).containsExactly("session s1", "user hi");
    }

    @Test
    void whatASubAgentSaysIsNotToldButWhatItAsksIs() {
        told(reader, List.of(introduced("s1", ""), introduced("s2", "s1"), typed("s1", "m1")));

        List<String> told =
                told(
                        reader,
                        List.of(
                                typed("s2", "m2"),
                                text("s2", "m2", "p2", "say hello"),
                                asked("s2", "per_1", "bash", "m3", "call_1"),
                                event("session.idle", "{'sessionID':'s2'}")));

        assertThat(told).containsExactly("asked bash ls", "nothing open s2");
    }

    @Test
    void questionsAboutOneCallHaveIdsOfTheirOwn() {
        told(reader, List.of(introduced("s1", ""), typed("s1", "m1")));
        told(reader, List.of(event("message.updated", message("s1", "m2", "assistant"))));
        told(
                reader,
                List.of(
                        event(
                                "message.part.updated",
                                "{'sessionID':'s1','part':{'id':'p1','messageID':'m2','type':'tool',"
                                        + "'tool':'bash','callID':'call_1','state':{'status':'running',"
                                        + "'input':{'command':'ls /etc'}}}}")));

        Said.Asked first =
                question(reader, asked("s1", "per_1", "external_directory", "m2", "call_1"));
        Said.Asked second = question(reader, asked("s1", "per_2", "bash", "m2", "call_1"));

        assertThat(first.ask().callId()).isNull();
        assertThat(first.ask().tool()).isEqualTo("bash");
        assertThat(first.ask().input().path("permission").asString())
                .isEqualTo("external_directory");
        assertThat(second.ask().callId()).isEqualTo("call_1");
        assertThat(second.ask().input().has("permission")).isFalse();
        assertThat(second.ask().input().path("command").asString()).isEqualTo("ls /etc");
    }

    @Test
    void planIsLeftForTheModeTheScreenBeganWith() {
        EventReader yolo = new EventReader(null, "yolo", START);
        told(yolo, List.of(introduced("s1", "")));

        List<String> planned = told(yolo, turn("m1", "plan"));
        List<String> built = told(yolo, turn("m2", "build"));

        assertThat(planned).contains("turn plan");
        assertThat(built).contains("turn yolo");
    }

    @Test
    void toolCallWaitsForTheTextBeforeIt() {
        told(reader, List.of(introduced("s1", ""), typed("s1", "m1")));
        told(reader, List.of(event("message.updated", message("s1", "m2", "assistant"))));
        String call =
                "{'sessionID':'s1','part':{'id':'p2','messageID':'m2','type':'tool','tool':'read',"
                        + "'callID':'c','state':{'status':'completed','input':{},'output':'x'}}}";

        List<String> begun =
                told(
                        reader,
                        List.of(text("s1", "m2", "p1", ""), event("message.part.updated", call)));
        List<String> ended =
                told(
                        reader,
                        List.of(
                                event(
                                        "message.part.updated",
                                        "{'sessionID':'s1','part':{'id':'p1','messageID':'m2',"
                                                + "'type':'text','text':'first','time':{'end':1}}}")));

        assertThat(begun).isEmpty();
        assertThat(ended).containsExactly("message first", "tool-call read", "tool-call-result x");
    }

    @Test
    void failureIsToldAndAStopIsNot() {
        told(reader, List.of(introduced("s1", ""), typed("s1", "m1")));

        List<String> told =
                told(
                        reader,
                        List.of(
                                event(
                                        "session.error",
                                        "{'sessionID':'s1','error':{'name':'MessageAbortedError'}}"),
                                event(
                                        "session.error",
                                        "{'sessionID':'s1','error':{'name':'APIError',"
                                                + "'data':{'message':'no credit'}}}")));

        assertThat(told).containsExactly("note no credit");
    }

    @Test
    void eventsOfUnknownShapeAreLeftOut() {
        List<ObjectNode> strange =
                List.of(
                        Json.object(),
                        event("message.updated", "{}"),
                        event("message.part.updated", "{'sessionID':'s1','part':7}"),
                        event("permission.replied", "{'sessionID':'s1'}"),
                        event("session.created", "{'sessionID':'s1','info':'none'}"),
                        event("todo.updated", "{'sessionID':'s1','todos':'none'}"));

        assertThat(told(reader, strange)).containsExactly("allowed true");
    }

    private static List<ObjectNode> turn(String id, String agent) {
        String message =
                "{'sessionID':'s1','info':{'id':'%s','sessionID':'s1','role':'user','agent':'%s',"
                        + "'time':{'created':%d}}}";
        return List.of(
                event("message.updated", message.formatted(id, agent, START)),
                event("session.status", "{'sessionID':'s1','status':{'type':'busy'}}"),
                event("session.idle", "{'sessionID':'s1'}"));
    }

    private static ObjectNode introduced(String session, String parent) {
        return event(
                "session.created",
                "{'sessionID':'%s','info':{'id':'%s','parentID':'%s'}}"
                        .formatted(session, session, parent));
    }

    private static ObjectNode typed(String session, String id) {
        return event("message.updated", message(session, id, "user"));
    }

    private static String message(String session, String id, String role) {
        return "{'sessionID':'%s','info':{'id':'%s','sessionID':'%s','role':'%s','time':{'created':%d}}}"
                .formatted(session, id, session, role, START);
    }

    private static ObjectNode text(String session, String message, String id, String text) {
        return event(
                "message.part.updated",
                "{'sessionID':'%s','part':{'id':'%s','messageID':'%s','type':'text','text':'%s'}}"
                        .formatted(session, id, message, text));
    }

    private static ObjectNode asked(
            String session, String id, String permission, String message, String call) {
        return event(
                "permission.asked",
                ("{'id':'%s','sessionID':'%s','permission':'%s','patterns':['ls'],'metadata':"
                                + "{'command':'ls'},'tool':{'messageID':'%s','callID':'%s'}}")
                        .formatted(id, session, permission, message, call));
    }

    private static ObjectNode event(String type, String properties) {
        ObjectNode event = Json.object().put("type", type);
        event.set("properties", Json.parse(properties.replace('\'', '"')));
        return event;
    }

    private static Said.Asked question(EventReader reader, ObjectNode event) {
        return reader.read(event).stream()
                .filter(Said.Asked.class::isInstance)
                .map(Said.Asked.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> told(EventReader reader, List<ObjectNode> events) {
        List<String> told = new ArrayList<>();
        events.forEach(event -> reader.read(event).forEach(said -> told.add(words(said))));
        return told;
    }

    private static String words(Said said) {
        return switch (said) {
            case Said.Session(String id) -> "session " + id.substring(Math.max(0, id.length() - 6));
            case Said.Message(ObjectNode message, _) -> words(message);
            case Said.TurnStarted(String mode) -> "turn " + mode;
            case Said.TurnEnded() -> "turn over";
            case Said.Asked asked ->
                    "asked %s %s"
                            .formatted(
                                    asked.ask().tool(),
                                    asked.ask().input().path("command").asString(""));
            case Said.Answered answered -> "allowed " + answered.isAllowed();
            case Said.NothingOpen(String session) -> "nothing open " + session;
        };
    }

    private static String words(ObjectNode message) {
        JsonNode content = message.path("content");
        if (message.path("role").asString().equals("user")) {
            return "user " + content.path("text").asString();
        }
        JsonNode data = content.path("data");
        if (content.path("type").asString().equals("event")) {
            return "note " + data.path("message").asString();
        }
        String type = data.path("type").asString();
        return "%s %s"
                .formatted(
                        type,
                        switch (type) {
                            case "tool-call" -> data.path("name").asString();
                            case "tool-call-result" ->
                                    data.at("/output/output")
                                            .asString(data.at("/output/error").asString(""));
                            case "plan" -> String.valueOf(data.path("entries").size());
                            case "token_count" -> data.at("/info/total/totalTokens").asString();
                            default -> data.path("message").asString();
                        });
    }

    private static List<ObjectNode> recorded() {
        try (InputStream in = EventReaderTest.class.getResourceAsStream("screen-1.18.33.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> (ObjectNode) Json.parse(line))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
