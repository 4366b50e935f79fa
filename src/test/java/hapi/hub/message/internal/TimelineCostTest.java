package hapi.hub.message.internal;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.message.PageRequest;
import hapi.hub.message.PageRequest.Position;
import hapi.hub.scope.SessionKey;
import hapi.hub.store.TxRunner;
import hapi.protocol.json.Json;
import hapi.protocol.model.MessagePage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/// A page of a session with 100,000 messages reads what a page of a short one reads: rows through
/// an index, none sorted, none looked at in vain.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineCostTest {
    private static final int MESSAGES = 100_000;
    private static final int WAITING = 3;
    private static final String ODD =
            "{ \"role\":\"agent\",\"n\":1795358307235.0290, \"content\":{}}";

    @TempDir static Path folder;
    private HubCore core;
    private SessionKey key;
    private final RecordingJdbc recorded = new RecordingJdbc();
    private MessagePages pages;

    private record Statement(String sql, Object[] parameters) {}

    /// Keeps the statements and counts the rows that were read.
    private static final class RecordingJdbc extends JdbcTemplate {
        private final List<Statement> statements = new ArrayList<>();
        private int rows;

        @Override
        public <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
            statements.add(new Statement(sql, parameters));
            List<T> result = super.query(sql, mapper, parameters);
            rows += result.size();
            return result;
        }

        @Override
        public <T> T query(String sql, ResultSetExtractor<T> extractor, Object... parameters) {
            statements.add(new Statement(sql, parameters));
            T result = super.query(sql, extractor, parameters);
            rows += result instanceof PageRows page ? page.rows().size() + 1 : 0;
            return result;
        }
    }

    @BeforeAll
    void fill() {
        core = new HubCore(folder);
        key = core.newSession("long");
        DataSource dataSource = core.get(DataSource.class);
        recorded.setDataSource(dataSource);
        pages = new MessagePages(new MessageRepository(recorded), new PageRepository(recorded));
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        core.get(hapi.hub.lanes.Lanes.class)
                .callForAll(_ -> {
                    jdbc.update(
                            """
                            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                            INSERT INTO messages (id, session_no, seq, content, created_at,
                                position_at, local_id, invoked_at, delivery)
                            SELECT 'm' || i, (SELECT no FROM sessions WHERE id = ?), i, ?,
                                i, i, 'l' || i, CASE WHEN i <= ? THEN NULL ELSE i END, 0 FROM n
                            """,
                            MESSAGES,
                            key.id().value(),
                            ODD,
                            WAITING);
                    return true;
                });
    }

    @AfterAll
    void close() {
        core.close();
    }

    static List<PageRequest> requests() {
        return List.of(
                new PageRequest.Latest(20),
                new PageRequest.Before(new Position(50_000, 50_000), 20),
                new PageRequest.After(new Position(50_000, 50_000), null, null, 20));
    }

    @ParameterizedTest
    @DisplayName("row 39: a page of 100,000 messages costs what it costs in a short session")
    @MethodSource("requests")
    void aPageReadsItsOwnRowsThroughAnIndex(PageRequest request) {
        recorded.statements.clear();
        recorded.rows = 0;

        MessagePage page = core.get(TxRunner.class).read(() -> pages.page(key, request));

        assertThat(page.messages()).hasSizeBetween(20, 20 + WAITING);
        assertThat(recorded.rows).isLessThan(20 + WAITING + 10);
        // Of the reading of a timeline a page needs the epoch alone.
        assertThat(recorded.statements).hasSizeLessThanOrEqualTo(3);
        for (Statement statement : List.copyOf(recorded.statements)) {
            assertThat(plan(statement))
                    .as(statement.sql())
                    .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"))
                    .allMatch(step -> !step.contains(" m ") || step.contains("INDEX messages_"));
        }
    }

    @Test
    void firstTouchOfASessionDoesNotWalkThroughItsMessages() {
        recorded.statements.clear();
        MessageRepository repository = new MessageRepository(recorded);

        Timeline timeline =
                core.get(TxRunner.class).read(() -> repository.timeline(key)).orElseThrow();

        assertThat(timeline.waiting()).isEqualTo(WAITING);
        assertThat(timeline.takenAt()).isZero();
        List<String> steps =
                List.copyOf(recorded.statements).stream()
                        .flatMap(statement -> plan(statement).stream())
                        .filter(step -> step.contains(" m "))
                        .toList();
        assertThat(steps)
                .hasSize(4)
                .anyMatch(step -> step.contains("COVERING INDEX messages_by_seq"))
                .anyMatch(step -> step.contains("INDEX messages_waiting"))
                .anyMatch(step -> step.contains("INDEX messages_taken"))
                .anyMatch(step -> step.contains("INDEX messages_by_position"));
    }

    private List<String> plan(Statement statement) {
        return core.get(TxRunner.class)
                .read(() ->
                        new JdbcTemplate(Objects.requireNonNull(recorded.getDataSource()))
                                .query(
                                        "EXPLAIN QUERY PLAN " + statement.sql(),
                                        (row, _) -> row.getString("detail"),
                                        Arrays.copyOf(
                                                statement.parameters(),
                                                statement.parameters().length)));
    }

    @Test
    void storedJsonIsSplicedIntoTheAnswer() {
        MessagePage page =
                core.get(TxRunner.class).read(() -> pages.page(key, new PageRequest.Latest(2)));

        assertThat(Json.write(page)).contains("\"content\":" + ODD);
    }
}
