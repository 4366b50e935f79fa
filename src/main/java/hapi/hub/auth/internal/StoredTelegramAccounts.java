package hapi.hub.auth.internal;

import hapi.hub.auth.Credentials;
import hapi.hub.auth.TelegramAccounts;
import hapi.hub.lanes.Lanes;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.hub.store.TxRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Accounts in the store. The store has one writer, so that two bindings of one person see each
/// other whatever their namespaces.
@Component
final class StoredTelegramAccounts implements TelegramAccounts {
    /// Longer than any sign-in data counts, so that none is forgotten while it does.
    private static final Duration KEPT = Duration.ofDays(2);

    private final Lanes lanes;
    private final TxRunner store;
    private final JdbcTemplate jdbc;
    private final Credentials credentials;

    StoredTelegramAccounts(
            Lanes lanes, TxRunner store, DataSource dataSource, Credentials credentials) {
        this.lanes = lanes;
        this.store = store;
        this.jdbc = new JdbcTemplate(dataSource);
        this.credentials = credentials;
    }

    @Override
    public Optional<Namespace> namespaceOf(long person) {
        return store.read(() -> bound(person));
    }

    private Optional<Namespace> bound(long person) {
        return jdbc
                .query(
                        """
                        SELECT namespace FROM users
                        WHERE platform = 'telegram' AND platform_user_id = ? AND seal IN ('', ?)
                        """,
                        (row, _) -> Namespaces.ofRow(row.getString(1)),
                        String.valueOf(person),
                        credentials.seal())
                .stream()
                .findFirst();
    }

    @Override
    public Binding bind(Namespace namespace, long person, String hash) {
        return lanes.call(
                namespace,
                work -> {
                    Optional<Namespace> before = bound(person);
                    if (before.isPresent() && !before.get().equals(namespace)) {
                        return Binding.BOUND_ELSEWHERE;
                    }
                    long now = work.nowMillis();
                    jdbc.update(
                            "DELETE FROM telegram_binds WHERE used_at < ?", now - KEPT.toMillis());
                    int first =
                            jdbc.update(
                                    "INSERT OR IGNORE INTO telegram_binds (hash, used_at) VALUES (?, ?)",
                                    hash,
                                    now);
                    if (first == 0) {
                        return Binding.REPLAYED;
                    }
                    jdbc.update(
                            """
                            INSERT INTO users
                                (platform, platform_user_id, namespace, created_at, seal)
                            VALUES ('telegram', ?, ?, ?, ?)
                            ON CONFLICT (platform, platform_user_id) DO UPDATE
                            SET namespace = excluded.namespace, seal = excluded.seal
                            """,
                            String.valueOf(person),
                            namespace.value(),
                            now,
                            credentials.seal());
                    return Binding.BOUND;
                });
    }

    @Override
    public boolean unbind(Namespace namespace, long person) {
        return lanes.call(
                namespace,
                _ ->
                        jdbc.update(
                                        """
                                        DELETE FROM users
                                        WHERE platform = 'telegram' AND platform_user_id = ?
                                            AND namespace = ?
                                        """,
                                        String.valueOf(person),
                                        namespace.value())
                                > 0);
    }

    @Override
    public List<Long> of(Namespace namespace) {
        return store.read(() ->
                jdbc
                        .queryForList(
                                """
                                SELECT platform_user_id FROM users
                                WHERE platform = 'telegram' AND namespace = ? AND seal IN ('', ?)
                                ORDER BY no
                                """,
                                String.class,
                                namespace.value(),
                                credentials.seal())
                        .stream()
                        // An import takes what the other hub's database says.
                        .filter(id -> id.matches("[1-9][0-9]{0,17}"))
                        .map(Long::valueOf)
                        .toList());
    }
}
