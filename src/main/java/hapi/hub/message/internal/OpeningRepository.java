package hapi.hub.message.internal;

import hapi.hub.scope.SessionKey;
import hapi.protocol.content.ClaudeBlock;
import hapi.protocol.content.ClaudeRecord;
import hapi.protocol.content.Content;
import hapi.protocol.content.ContentReader;
import hapi.protocol.json.RawJson;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/// How a session began: what its first rows hold. Reads no row behind the one it finds. Call inside
/// a read or on a lane.
final class OpeningRepository {
    private static final int ROWS = 50;
    private static final int LONGEST = 1000;

    private final JdbcTemplate jdbc;

    OpeningRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// The first text that a person wrote, on one line.
    Optional<String> words(SessionKey key) {
        return first(key, content -> words(content));
    }

    /// Whether the session holds conversation. One that begins with more events than we look at
    /// counts as such.
    boolean isConversation(SessionKey key) {
        int[] rows = new int[1];
        Optional<Boolean> found =
                first(
                        key,
                        content -> {
                            rows[0]++;
                            return MessageReading.of(content).isConversation()
                                    ? Optional.of(true)
                                    : Optional.empty();
                        });
        return found.isPresent() || rows[0] == ROWS;
    }

    private <T> Optional<T> first(SessionKey key, Function<RawJson, Optional<T>> search) {
        ResultSetExtractor<Optional<T>> reader =
                rows -> {
                    Optional<T> found = Optional.empty();
                    while (found.isEmpty() && rows.next()) {
                        found = search.apply(RawJson.trusted(rows.getString(1)));
                    }
                    return found;
                };
        Optional<T> found =
                jdbc.query(
                        """
                        SELECT content FROM messages WHERE session_no =
                            (SELECT no FROM sessions WHERE id = ? AND namespace = ?)
                        ORDER BY seq LIMIT ?
                        """,
                        reader,
                        key.id().value(),
                        key.namespace().value(),
                        ROWS);
        return found == null ? Optional.empty() : found;
    }

    /// White space becomes single blanks. Empty when no person said it or it has no words.
    private static Optional<String> words(RawJson content) {
        return text(ContentReader.read(content))
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    private static Optional<String> text(Content content) {
        return switch (content) {
            case Content.UserContent user -> Optional.of(user.text());
            case Content.AgentOutput(ClaudeRecord.User said, _) ->
                    said.blocks().stream()
                            .filter(ClaudeBlock.Text.class::isInstance)
                            .map(block -> ((ClaudeBlock.Text) block).text())
                            .findFirst();
            default -> Optional.empty();
        };
    }
}
