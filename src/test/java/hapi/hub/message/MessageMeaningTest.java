package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Published;
import hapi.hub.events.RecordingSink;
import hapi.protocol.json.Json;
import hapi.protocol.model.Message;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the hub reads out of the content of messages: reasoning that grows, todo lists, teams.
@Timeout(120)
class MessageMeaningTest extends MessageFixture {
    @Test
    void liveReasoningIsReplacedByItsSuccessor() {
        append(reasoning("r1", "a", true), null);
        append(reasoning("r2", "other", true), null);
        append(reasoning("r1", "ab", true), null);
        append(reasoning("r1", "abc", false), null);

        List<Message> stored = messages.backfill(key, 0, 10);
        assertThat(stored).extracting(Message::seq).containsExactly(2L, 4L);
        append(reasoning("r1", "next", true), null);
        assertThat(messages.backfill(key, 0, 10)).hasSize(3);
    }

    @Test
    void theNewestTodoListIsKept() throws Exception {
        RecordingSink events = core.listen(Scopes.HOME);

        append(
                """
                {"role":"agent","content":{"type":"output","data":{"type":"assistant","message":{"content":[
                {"type":"tool_use","name":"TodoWrite","input":{"todos":[
                {"content":"a","status":"completed"},{"content":"b","status":"pending","priority":"low","id":"7"}]}}]}}}}
                """,
                null);

        assertThat(session().todos().text())
                .isEqualTo(
                        "[{\"content\":\"a\",\"status\":\"completed\",\"priority\":\"medium\",\"id\":\"\"},"
                                + "{\"content\":\"b\",\"status\":\"pending\",\"priority\":\"low\",\"id\":\"7\"}]");
        assertThat(core.sessions().summary(key).orElseThrow().todoProgress().completed())
                .isEqualTo(1);
        HubEvent.MessageAppended last = events.nextOf(HubEvent.MessageAppended.class);
        assertThat(last.message().seq()).isEqualTo(1);
    }

    @Test
    void theTodoListLivesWithTheCallsForSingleItems() {
        append(created("1", "Read it"), null);
        append(created("2", "Change it"), null);
        append(created("3", "Drop it"), null);
        append(toolUse("TaskUpdate", "{'taskId':'1','status':'completed'}"), null);
        append(
                toolUse("TaskUpdate", "{'taskId':'2','status':'in_progress','subject':'Edit it'}"),
                null);
        append(toolUse("TaskUpdate", "{'taskId':'3','status':'deleted'}"), null);
        append(toolUse("TaskUpdate", "{'taskId':'9','status':'completed'}"), null);

        assertThat(todos()).containsExactly("completed Read it", "in_progress Edit it");
        long before = session().todosUpdatedAt();
        append(created("1", "Begin anew"), null);
        assertThat(todos()).containsExactly("pending Begin anew");
        assertThat(session().todosUpdatedAt()).isGreaterThan(before);
    }

    @Test
    void itemsOfASubAgentAndOtherResultsAreNotTheSessions() {
        append(
                created("1", "Read it").replace("\"isSidechain\":false", "\"isSidechain\":true"),
                null);
        append(created("1", "Read it").replace("created successfully", "is fine"), null);
        append(created("1", " "), null);

        assertThat(todos()).isEmpty();
    }

    private List<String> todos() {
        var todos = session().todos();
        return todos == null
                ? List.of()
                : todos.read()
                        .valueStream()
                        .map(item ->
                                item.path("status").asString()
                                        + " "
                                        + item.path("content").asString())
                        .toList();
    }

    /// As Claude Code 2.1.197 answers a call of `TaskCreate`.
    private static String created(String number, String subject) {
        return """
        {"role":"agent","content":{"type":"output","data":{"isSidechain":false,"type":"user","message":{"role":"user","content":[{"tool_use_id":"t","type":"tool_result","content":"Task #%s created successfully: %s"}]},"toolUseResult":{"task":{"id":"%s","subject":"%s"}}}}}
        """
                .formatted(number, subject, number, subject);
    }

    @Test
    void theTeamIsWhatTheLeadsCallsSay() throws Exception {
        RecordingSink sink = core.listen(Scopes.HOME);
        append(toolUse("TeamCreate", "{'team_name':'alpha','description':'d'}"), null);
        append(
                toolUse(
                        "Task",
                        "{'team_name':'alpha','name':'bob','subagent_type':'general-purpose','description':'do x','prompt':'long'}"),
                null);
        append(toolUse("Task", "{'description':'an ordinary helper'}"), null);
        append(toolUse("TaskCreate", "{'subject':'two'}"), null);
        append(toolUse("TaskUpdate", "{'taskId':'1','status':'completed','owner':'bob'}"), null);
        append(
                toolUse(
                        "SendMessage",
                        "{'type':'message','recipient':'bob','summary':'hi','content':'hello'}"),
                null);

        long now = core.clock.millis();
        assertThat(session().teamState()).isNotNull();
        assertThat(Objects.requireNonNull(session().teamState()).read())
                .isEqualTo(
                        Json.parse(
                                """
                                {"teamName":"alpha","description":"d","updatedAt":%1$d,
                                 "members":[{"name":"bob","agentType":"general-purpose","status":"active"}],
                                 "tasks":[{"id":"agent:bob","title":"do x","status":"in_progress","owner":"bob"},
                                          {"id":"1","title":"two","status":"completed","owner":"bob"}],
                                 "messages":[{"from":"team-lead","to":"bob","summary":"hi","type":"message","timestamp":%1$d}]}
                                """
                                        .formatted(now)));
        HubEvent.SessionPatched patched;
        do {
            patched = sink.nextOf(HubEvent.SessionPatched.class);
        } while (!patched.patch().values().containsKey("teamState"));
        assertThat(patched.patch().values().get("teamState").text()).contains("\"alpha\"");

        append(toolUse("TeamDelete", "{}"), null);
        assertThat(session().teamState()).isNull();
        restart();
        assertThat(core.sessions().summaries(Scopes.HOME)).hasSize(1);
        assertThat(session().teamStateUpdatedAt()).isPositive();
        assertThat(session().teamState()).isNull();
    }

    private static String toolUse(String name, String input) {
        return """
        {"role":"agent","content":{"type":"output","data":{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"%s","input":%s}]}}}}
        """
                .formatted(name, input.replace('\'', '"'));
    }

    @Test
    void whatTheAgentSaysDoesNotMoveTheSessionButItsFirstWordIsTold() throws Exception {
        long before = session().updatedAt();
        core.clock.advance(Duration.ofSeconds(5));
        RecordingSink events = core.listen(Scopes.HOME);

        append(
                "{\"role\":\"agent\",\"content\":{\"type\":\"event\",\"data\":{\"type\":\"ready\"}}}",
                null);
        append(agent("word").content().text(), null);

        assertThat(session().updatedAt()).isEqualTo(before);
        List<Published> told = events.events(3);
        assertThat(told.get(0).event()).isInstanceOf(HubEvent.MessageAppended.class);
        assertThat(told.get(1).event()).isInstanceOf(HubEvent.SessionReplaced.class);
        assertThat(told.get(2).event()).isInstanceOf(HubEvent.MessageAppended.class);
    }

    private static String reasoning(String id, String text, boolean live) {
        return """
        {"role":"agent","content":{"type":"codex","data":{"type":"reasoning","message":"%s","id":"%s"%s}}}
        """
                .formatted(text, id, live ? ",\"live\":true" : "");
    }
}
