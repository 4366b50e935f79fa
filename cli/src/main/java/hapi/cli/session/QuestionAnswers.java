package hapi.cli.session;

import hapi.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers of a person as the agent wants to read them.
///
/// The web sends `{"0":["Blue"]}` (question number to chosen labels) or
/// `{"<id>":{"answers":["Blue"]}}`; Claude reads question text to answer, several labels joined by
/// ", ". Measured on the published CLI 0.30.7 with claude 2.1.197.
final class QuestionAnswers {
    private QuestionAnswers() {}

    /// The tool's input with the answers added; empty when nothing was answered.
    static Optional<ObjectNode> into(String tool, ObjectNode input, @Nullable JsonNode answers) {
        if (answers == null || !answers.isObject() || answers.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode answered = input.deepCopy();
        answered.set(
                "answers",
                tool.equals("request_user_input") ? answers : byQuestion(input, answers));
        return Optional.of(answered);
    }

    private static ObjectNode byQuestion(ObjectNode input, JsonNode answers) {
        ObjectNode byQuestion = Json.object();
        answers.properties()
                .forEach(answer ->
                        byQuestion.put(
                                question(input.path("questions"), answer.getKey()),
                                joined(answer.getValue())));
        return byQuestion;
    }

    /// The question's text when the key is its number or id, else the key itself.
    private static String question(JsonNode questions, String key) {
        for (int i = 0; i < questions.size(); i++) {
            JsonNode question = questions.get(i);
            if ((key.equals(Integer.toString(i)) || key.equals(question.path("id").asString("")))
                    && question.path("question").isString()) {
                return question.path("question").stringValue();
            }
        }
        return key;
    }

    private static String joined(JsonNode answer) {
        JsonNode values = answer.has("answers") ? answer.path("answers") : answer;
        if (!values.isArray()) {
            return values.asString("");
        }
        List<String> labels = new ArrayList<>();
        values.forEach(label -> labels.add(label.asString("")));
        return String.join(", ", labels);
    }
}
