package hapi.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.machine.MachineService;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.permission.PermissionService;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.SessionSummary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody has edited our file while the hub was down.
@Timeout(60)
class TamperedStoreTest {
    @TempDir Path folder;
    private HubCore core;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
    }

    @AfterEach
    void close() {
        core.close();
    }

    private void tamper(List<String> statements) throws SQLException {
        core.close();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
        core = new HubCore(folder);
    }

    private long rows(String table) {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hub.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long aside() {
        core.tick();
        core.tick();
        return core.get(RowCheck.class).aside();
    }

    private static IncomingMessage agent(String text) {
        return new IncomingMessage(
                RawJson.of(
                        Json.object()
                                .put("role", "agent")
                                .set("content", Json.object().put("text", text))),
                null,
                null);
    }

    @Test
    @DisplayName("row 33: an edited session is set aside and reported, the others are served")
    void editedSessionsAreSetAside() throws SQLException {
        List<String> edits =
                List.of(
                        "metadata = '{\"path\":'",
                        "metadata = x'00ff'",
                        "metadata = ''",
                        "agent_state = '{}}'",
                        "todos = '[1,'",
                        "team_state = '7x'",
                        "seq = -1",
                        "seq = 'many'",
                        "metadata_version = 'x'",
                        "created_at = 1.5",
                        "pinned = 7",
                        "id = ''",
                        "id = 'a' || char(10)",
                        "tag = x'41'");
        SessionKey sound = core.newSession("sound");
        List<String> statements = new ArrayList<>();
        List<SessionKey> edited = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            edited.add(core.newSession("t" + i));
            statements.add("UPDATE sessions SET %s WHERE tag = 't%d'".formatted(edits.get(i), i));
        }

        tamper(statements);

        assertThat(core.sessions().summaries(Scopes.HOME))
                .extracting(SessionSummary::id)
                .containsExactly(sound.id().value());
        assertThat(core.sessions().resolve(Scopes.HOME, edited.getFirst().id().value()))
                .isInstanceOf(SessionLookup.Missing.class);
        assertThat(aside()).isEqualTo(edits.size());
        assertThat(rows("sessions")).isEqualTo(edits.size() + 1);
    }

    @Test
    @DisplayName("row 33: edited messages are set aside, the rest of the timeline is served")
    void editedMessagesAreSetAside() throws SQLException {
        SessionKey key = core.newSession("t");
        MessageService messages = core.get(MessageService.class);
        for (int i = 1; i <= 12; i++) {
            messages.append(key, agent("m" + i), HubCore.CLI).join();
        }

        tamper(
                List.of(
                        "UPDATE messages SET content = '{\"a\":' WHERE seq = 2",
                        "UPDATE messages SET content = x'28b52ffd00' WHERE seq = 3",
                        "UPDATE messages SET seq = -4 WHERE seq = 4",
                        "UPDATE messages SET seq = 'five' WHERE seq = 5",
                        "UPDATE messages SET created_at = 'monday' WHERE seq = 6",
                        "UPDATE messages SET delivery = 9 WHERE seq = 7",
                        "UPDATE messages SET scheduled_at = 'soon', invoked_at = NULL,"
                                + " local_id = 'l' WHERE seq = 8",
                        "UPDATE messages SET session_no = 4711 WHERE seq = 9"));

        assertThat(core.sessions().summaries(Scopes.HOME)).hasSize(1);
        MessageService again = core.get(MessageService.class);
        assertThat(again.page(key, new PageRequest.Latest(50)).messages())
                .extracting(Message::seq)
                .containsExactly(1L, 10L, 11L, 12L);
        assertThat(again.page(key, new PageRequest.Before(new Position(Long.MAX_VALUE, 1), 2)))
                .satisfies(page -> assertThat(page.messages()).hasSize(2))
                .satisfies(page -> Json.parse(Json.write(page)));
        assertThat(again.backfill(key, 0, 50)).hasSize(4);
        assertThat(again.append(key, agent("next"), HubCore.CLI).join()).isNotNull();
        assertThat(again.backfill(key, 12, 50)).extracting(Message::seq).containsExactly(13L);
        assertThat(aside()).isEqualTo(8);
        assertThat(rows("messages")).isEqualTo(13);
    }

    @Test
    @DisplayName("row 33: a timeline whose counter was set back goes on behind its last message")
    void counterIsNotTrusted() throws SQLException {
        SessionKey back = core.newSession("back");
        SessionKey text = core.newSession("text");
        for (SessionKey key : List.of(back, text)) {
            for (int i = 1; i <= 3; i++) {
                core.get(MessageService.class).append(key, agent("m" + i), HubCore.CLI).join();
            }
        }

        tamper(
                List.of(
                        "UPDATE timelines SET last_seq = 1 WHERE session_no = 1",
                        "UPDATE timelines SET last_seq = 'none' WHERE session_no = 2"));

        core.sessions().summaries(Scopes.HOME);
        for (SessionKey key : List.of(back, text)) {
            core.get(MessageService.class).append(key, agent("next"), HubCore.CLI).join();
            assertThat(core.get(MessageService.class).backfill(key, 3, 10))
                    .extracting(Message::seq)
                    .containsExactly(4L);
        }
    }

    @Test
    @DisplayName("row 33: edited machines and decisions do not keep the hub from starting")
    void editedMachinesAndDecisions() throws SQLException {
        SessionKey key = core.newSession("t");
        String machine =
                "INSERT INTO machines (id, namespace, created_at, updated_at, metadata,"
                        + " metadata_version, runner_state, runner_state_version, active_at, seq)"
                        + " VALUES ('%s', 'home', 1, 1, %s, 1, 'null', 1, 1, %s)";
        String decision =
                "INSERT INTO decisions (session_no, request_id, decision, who, origin, shown_hash,"
                        + " decided_at, state) VALUES (%s, '%s', '%s', 'me', 'rest', 'h', 1, '%s')";

        tamper(
                List.of(
                        machine.formatted("m1", "'{\"host\":\"a\"}'", "0"),
                        machine.formatted("m2", "'{\"host\":'", "0"),
                        machine.formatted("m3", "'{}'", "-3"),
                        decision.formatted("1", "r1", "{", "CLAIMED"),
                        decision.formatted("1", "r2", "[]", "CLAIMED"),
                        decision.formatted("1", "r3", "{\"approved\":{}}", "CLAIMED"),
                        decision.formatted("1", "r4", "{\"approved\":true}", "MAYBE"),
                        decision.formatted("4711", "r5", "{\"approved\":true}", "CLAIMED")));

        assertThat(core.get(MachineService.class).list(Scopes.HOME))
                .extracting(it -> it.id())
                .containsExactly("m1");
        assertThat(core.get(PermissionService.class).history(key, 10)).isEmpty();
        assertThat(core.get(PermissionService.class).decision(key, new RequestId("r1"))).isEmpty();
        assertThat(aside()).isEqualTo(2 + 3);
        assertThat(rows("decisions")).isEqualTo(5);
    }

    @Test
    @DisplayName("row 33: sessions that were merged into each other are two sessions")
    void cyclicMerge() throws SQLException {
        SessionKey one = core.newSession("one");
        SessionKey two = core.newSession("two");
        String edit =
                "UPDATE sessions SET metadata = json_set(metadata, '$.supersededBySessionId', '%s')"
                        + " WHERE id = '%s'";

        tamper(List.of(edit.formatted(two.id(), one.id()), edit.formatted(one.id(), two.id())));

        assertThat(core.sessions().summaries(Scopes.HOME)).hasSize(2);
        assertThat(core.sessions().find(one)).isPresent();
        assertThat(core.sessions().find(two)).isPresent();
    }
}
