package hapi.hub.message;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.lanes.Lanes;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import hapi.protocol.model.MessagePage;
import hapi.protocol.model.SessionSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Row 39: more content than anybody means to have.
@Timeout(120)
class ContentLoadTest {
    private static final int KIB = 1024;

    @TempDir Path folder;
    private HubCore core;
    private MessageService messages;
    private SessionKey key;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        messages = core.get(MessageService.class);
        key = core.newSession("t");
    }

    @AfterEach
    void close() {
        core.close();
    }

    private void append(ObjectNode data) {
        ObjectNode content = Json.object().put("role", "agent");
        content.putObject("content").put("type", "output").set("data", data);
        messages.append(key, new IncomingMessage(RawJson.of(content), null, null), HubCore.CLI)
                .join();
    }

    private static ObjectNode todoWrite(int count) {
        ObjectNode data = Json.object().put("type", "assistant");
        ObjectNode use = data.putObject("message").putArray("content").addObject();
        ArrayNode todos =
                use.put("type", "tool_use")
                        .put("name", "TodoWrite")
                        .putObject("input")
                        .putArray("todos");
        for (int i = 0; i < count; i++) {
            todos.addObject()
                    .put("content", "item " + i)
                    .put("status", "pending")
                    .put("id", "" + i);
        }
        return data;
    }

    @Test
    @DisplayName("row 39: a text of 40 MB is cut, and its page stays small")
    void oneTextOfFortyMegabytes() {
        append(Json.object().put("type", "text").put("text", "x".repeat(40_000_000)));
        append(Json.object().put("type", "text").put("text", "y"));

        var page = messages.page(key, new PageRequest.Latest(50));

        assertThat(page.messages()).extracting(Message::seq).containsExactly(1L, 2L);
        assertThat(Json.write(page).length()).isLessThan(100 * KIB);
        assertThat(messages.size(key).contentChars()).isLessThan(100 * KIB);
    }

    /// `kib` KiB of strings that are each too short to be cut.
    private static ObjectNode manyStrings(int kib) {
        ObjectNode data = Json.object().put("type", "text");
        ArrayNode lines = data.putArray("lines");
        for (int i = 0; i < kib; i++) {
            lines.add("x".repeat(KIB));
        }
        return data;
    }

    @Test
    @DisplayName("row 39: a page is bounded by what its messages hold, and leaves none out")
    void aPageOfLongMessages() {
        int longMessages = 12;
        for (int i = 0; i < longMessages; i++) {
            append(manyStrings(3 * KIB));
        }
        append(manyStrings(20 * KIB));

        var latest = messages.page(key, new PageRequest.Latest(200));
        assertThat(latest.messages()).extracting(Message::seq).containsExactly(13L);
        assertThat(latest.page().hasMore()).isTrue();

        List<Long> down = new ArrayList<>();
        for (var page = latest; ; page = messages.page(key, before(page.page()))) {
            assertThat(page.messages()).hasSizeBetween(1, 5);
            down.addAll(0, page.messages().stream().map(Message::seq).toList());
            if (!page.page().hasMore()) {
                break;
            }
        }
        List<Long> up = new ArrayList<>();
        Position from = new Position(0, 0);
        for (boolean hasMore = true; hasMore; ) {
            var page = messages.page(key, new PageRequest.After(from, null, null, 200));
            assertThat(page.messages()).hasSizeBetween(1, 5);
            up.addAll(page.messages().stream().map(Message::seq).toList());
            from = new Position(page.page().nextAfterAt(), page.page().nextAfterSeq());
            hasMore = page.page().hasMore();
        }

        List<Long> all = LongStream.rangeClosed(1, longMessages + 1).boxed().toList();
        assertThat(down).isEqualTo(all);
        assertThat(up).isEqualTo(all);
    }

    private static PageRequest before(MessagePage.Page page) {
        return new PageRequest.Before(new Position(page.nextBeforeAt(), page.nextBeforeSeq()), 200);
    }

    @Test
    @DisplayName("row 39: 100,000 todos are one message and no burden of their session")
    void aHundredThousandTodos() {
        append(todoWrite(3));
        String before = String.valueOf(core.sessions().find(key).orElseThrow().todos());

        append(todoWrite(100_000));

        assertThat(before).contains("item 2");
        assertThat(core.sessions().find(key).orElseThrow().todos()).hasToString(before);
        assertThat(messages.backfill(key, 0, 10)).hasSize(2);
        assertThat(Json.write(core.sessions().find(key).orElseThrow()).length())
                .isLessThan(10 * KIB);
    }

    @Test
    @DisplayName("row 39: 10,000 sessions are loaded once, and a row of the list stays small")
    void tenThousandSessions() {
        core.close();
        core = new HubCore(folder);
        JdbcTemplate jdbc = new JdbcTemplate(core.get(DataSource.class));
        core.get(Lanes.class)
                .callForAll(_ ->
                        jdbc.update(
                                """
                                WITH RECURSIVE n(i) AS
                                    (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
                                INSERT INTO sessions (id, namespace, tag, created_at, updated_at,
                                    metadata, metadata_version, agent_state, agent_state_version,
                                    todos_updated_at, team_state_updated_at, pinned, global_pinned,
                                    active_at, has_conversation, seq)
                                SELECT 's' || i, 'home', 't' || i, i, i,
                                    '{"path":"/p","host":"h","flavor":"claude"}', 1, 'null', 1,
                                    0, 0, 0, 0, i, 1, 0 FROM n
                                """));

        List<SessionSummary> all = core.sessions().summaries(Scopes.HOME);

        assertThat(all).hasSize(10_000);
        assertThat(Json.write(all).length() / all.size()).isLessThan(KIB);
        assertThat(core.sessions().summaries(Scopes.OTHER)).isEmpty();
    }
}
