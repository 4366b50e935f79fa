package hapi.hub.message.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReadingTest {
    @Test
    void aHugeStringOfAnAgentIsCutInTheMiddle() {
        RawJson content = output("x".repeat(70_000));

        String text = text(MessageReading.of(content).content());

        assertThat(text)
                .hasSize(61_472)
                .startsWith("x".repeat(49_152) + "\n…[hapi: truncated 8560 chars]…\n")
                .endsWith("x".repeat(12_288));
    }

    @Test
    void aStringAtTheLimitAndAUsersStringStayWhole() {
        RawJson atLimit = output("x".repeat(65_536));
        RawJson user =
                RawJson.of(
                        Json.object()
                                .put("role", "user")
                                .set(
                                        "content",
                                        Json.object()
                                                .put("type", "text")
                                                .put("text", "y".repeat(100_000))));

        assertThat(MessageReading.of(atLimit).content()).isSameAs(atLimit);
        assertThat(MessageReading.of(user).content()).isSameAs(user);
    }

    @Test
    void aJsonTextInAStringIsUnpackedAndAnotherTextIsKept() {
        RawJson packed =
                RawJson.of("{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"a\"}}");
        RawJson plain = RawJson.of("just words");

        assertThat(MessageReading.of(packed).isUserText()).isTrue();
        assertThat(MessageReading.of(packed).content().text()).startsWith("{");
        assertThat(MessageReading.of(plain).content()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Goal cleared",
                "Goal active",
                "Goal limited by usage · 3 h",
            })
    void aGoalStatusLineIsRedundant(String line) {
        assertThat(MessageReading.of(event(line)).isRedundant()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Goal activewear", "Goals cleared", "Aborted by user"})
    void anotherLineIsNot(String line) {
        assertThat(MessageReading.of(event(line)).isRedundant()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | {'role':'user','content':{'type':'text','text':'hi'}}",
                "false | {'role':'user','content':{'type':'text','text':' '}}",
                "true  | {'role':'agent','content':{'type':'codex','data':{'type':'tool-call'}}}",
                "false | {'role':'agent','content':{'type':'codex','data':{'type':'token_count'}}}",
                "true  | {'role':'agent','content':{'type':'output','data':{'type':'assistant','message':{'content':[{'type':'thinking'}]}}}}",
                "false | {'role':'agent','content':{'type':'output','data':{'type':'system'}}}",
                "false | {'role':'agent','content':{'type':'event','data':{'type':'ready'}}}",
                "true  | {'message':{'role':'user','content':{'type':'text','text':'hi'}}}",
                "false | [1,2]",
                "false | null",
                "false | 7",
                "false | {'role':{},'content':[]}",
                "false | {'role':'agent','content':{'type':'output','data':{'type':'assistant','message':{'content':7}}}}"
            })
    void onlyRealContentIsConversation(boolean expected, String json) {
        MessageReading reading = MessageReading.of(RawJson.ofText(json.replace('\'', '"')));

        assertThat(reading.isConversation()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'content':'a','status':'someday'}]",
                "[{'content':7,'status':'pending'}]",
                "[{'content':'a','status':'pending','priority':'urgent'}]",
                "{'a':1}"
            })
    void aListWithAnItemThatIsNoneIsNoTodoList(String todos) {
        RawJson message =
                RawJson.ofText(
                        ("{'role':'agent','content':{'type':'codex','data':{'type':'tool-call',"
                                        + "'name':'TodoWrite','input':{'todos':"
                                        + todos
                                        + "}}}}")
                                .replace('\'', '"'));

        assertThat(MessageReading.of(message).todos()).isEmpty();
    }

    @Test
    void aPlanIsATodoListWithNumbersForIds() {
        RawJson plan =
                RawJson.ofText(
                        ("{'role':'agent','content':{'type':'codex','data':{'type':'plan','entries':"
                                        + "[{'content':'a','status':'pending','priority':'high'}]}}}")
                                .replace('\'', '"'));

        assertThat(MessageReading.of(plan).todos().orElseThrow().text()).contains("\"plan-1\"");
    }

    private static RawJson output(String text) {
        return RawJson.of(
                Json.object()
                        .put("role", "agent")
                        .set("content", Json.object().put("type", "output").put("text", text)));
    }

    private static String text(RawJson content) {
        return content.read().path("content").path("text").asString();
    }

    private static RawJson event(String text) {
        return RawJson.ofText(
                "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"message\",\"message\":\"%s\"}}}"
                        .formatted(text));
    }
}
