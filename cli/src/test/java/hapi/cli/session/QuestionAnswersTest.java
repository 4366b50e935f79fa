package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class QuestionAnswersTest {
    private final ObjectNode input =
            (ObjectNode)
                    Json.parse(
                            """
                            {"questions":[{"question":"Which colour?"},{"id":"q2","question":"Which \
                            sizes?"}]}\
                            """);

    @Test
    void numbersBecomeQuestionsAndLabelsAreJoined() {
        assertThat(answers("{\"0\":[\"Red\"],\"1\":[\"S\",\"L\"]}"))
                .isEqualTo("{\"Which colour?\":\"Red\",\"Which sizes?\":\"S, L\"}");
    }

    @Test
    void nestedAnswersAndIdsAreUnderstood() {
        assertThat(answers("{\"q2\":{\"answers\":[\"M\"]}}")).isEqualTo("{\"Which sizes?\":\"M\"}");
    }

    @Test
    void questionTextAsKeyStaysAsItIs() {
        assertThat(answers("{\"Which colour?\":\"Blue\"}"))
                .isEqualTo("{\"Which colour?\":\"Blue\"}");
    }

    @Test
    void nothingAnsweredIsNoAnswer() {
        assertThat(QuestionAnswers.into("AskUserQuestion", input, null)).isEmpty();
        assertThat(QuestionAnswers.into("AskUserQuestion", input, Json.object())).isEmpty();
        assertThat(QuestionAnswers.into("AskUserQuestion", input, Json.parse("[]"))).isEmpty();
    }

    private String answers(String given) {
        ObjectNode answered =
                QuestionAnswers.into("AskUserQuestion", input, Json.parse(given)).orElseThrow();
        assertThat(answered.path("questions")).isEqualTo(input.path("questions"));
        return answered.path("answers").toString();
    }
}
