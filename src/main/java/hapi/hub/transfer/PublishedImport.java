package hapi.hub.transfer;

import hapi.hub.scope.CrossNamespace;
import hapi.hub.store.Store;
import hapi.hub.transfer.ImportReport.Kind;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Copies sessions, messages, machines, users and push subscriptions of a published hub into our
/// store. Rows keep their ids, numbers and times. What is there already, by id, stays as it is, so
/// a second run adds nothing twice; what cannot be used is left out and reported, never guessed.
///
/// Runs on the caller's thread, in transactions of ten thousand messages.
public final class PublishedImport {
    private static final int MAX_ID_CHARS = 128;
    private static final Pattern NAMESPACE = Pattern.compile("[^:]{1,256}");
    private static final String NEW_SESSION =
            """
            INSERT OR IGNORE INTO sessions (id, namespace, tag, created_at, updated_at, metadata,
                metadata_version, agent_state, agent_state_version, model, model_reasoning_effort,
                effort, service_tier, todos, todos_updated_at, team_state, team_state_updated_at,
                pinned, global_pinned, active_at, has_conversation, seq)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            """;
    private final ImportReport report = new ImportReport();

    /// Sessions of ours by the source's id.
    private final Map<String, Long> sessionNos = new HashMap<>();

    private PublishedImport() {}

    /// Imports everything.
    ///
    /// @throws hapi.hub.config.ConfigurationException when the file is not of schema 26
    /// @throws SQLException when reading or writing fails; what was committed before stays
    @CrossNamespace("an import brings all namespaces of a file")
    public static ImportReport run(Path file, Store store) throws SQLException {
        PublishedImport work = new PublishedImport();
        ImportTransactions transactions = new ImportTransactions(store);
        try (PublishedDatabase source = PublishedDatabase.open(file)) {
            transactions.write(ours -> work.machines(source, ours));
            transactions.write(ours -> work.sessions(source, ours));
            MessageImport messages = new MessageImport(transactions, work.sessionNos, work.report);
            messages.copy(source);
            transactions.write(ours -> messages.timelines(source, ours));
            transactions.write(ours -> work.people(source, ours));
        }
        return work.report;
    }

    private void machines(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO machines (id, namespace, created_at, updated_at,
                            metadata, metadata_version, runner_state, runner_state_version,
                            active_at, seq)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT * FROM machines",
                    row -> {
                        String id = row.getString("id");
                        String why = refusal(id, row.getString("namespace"));
                        if (why != null) {
                            report.broken(Kind.MACHINES, String.valueOf(id), why);
                            return;
                        }
                        insert.setString(1, id);
                        insert.setString(2, row.getString("namespace"));
                        insert.setLong(3, row.getLong("created_at"));
                        insert.setLong(4, row.getLong("updated_at"));
                        insert.setString(5, document(row.getString("metadata")));
                        insert.setLong(6, atLeastOne(row.getLong("metadata_version")));
                        insert.setString(7, document(row.getString("runner_state")));
                        insert.setLong(8, atLeastOne(row.getLong("runner_state_version")));
                        insert.setLong(9, row.getLong("active_at"));
                        insert.setLong(10, Math.max(0, row.getLong("seq")));
                        report.stored(Kind.MACHINES, insert.executeUpdate() == 1);
                    });
        }
    }

    private void sessions(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert = ours.prepareStatement(NEW_SESSION);
                PreparedStatement find =
                        ours.prepareStatement(
                                "SELECT no FROM sessions WHERE id = ? AND namespace = ?")) {
            source.each(
                    "SELECT * FROM sessions",
                    row -> {
                        String id = row.getString("id");
                        String namespace = row.getString("namespace");
                        String why = refusal(id, namespace);
                        if (why != null) {
                            report.broken(Kind.SESSIONS, String.valueOf(id), why);
                            return;
                        }
                        fill(insert, row);
                        boolean isNew = insert.executeUpdate() == 1;
                        find.setString(1, id);
                        find.setString(2, namespace);
                        try (ResultSet found = find.executeQuery()) {
                            if (found.next()) {
                                sessionNos.put(id, found.getLong(1));
                                report.stored(Kind.SESSIONS, isNew);
                            } else {
                                report.broken(
                                        Kind.SESSIONS, id, "another namespace of ours has this id");
                            }
                        }
                    });
        }
    }

    private static void fill(PreparedStatement insert, ResultSet row) throws SQLException {
        int at = 1;
        insert.setString(at++, row.getString("id"));
        insert.setString(at++, row.getString("namespace"));
        insert.setString(at++, orElse(row.getString("tag"), ""));
        insert.setLong(at++, row.getLong("created_at"));
        insert.setLong(at++, row.getLong("updated_at"));
        insert.setString(at++, document(row.getString("metadata")));
        insert.setLong(at++, atLeastOne(row.getLong("metadata_version")));
        insert.setString(at++, document(row.getString("agent_state")));
        insert.setLong(at++, atLeastOne(row.getLong("agent_state_version")));
        for (String column : List.of("model", "model_reasoning_effort", "effort", "service_tier")) {
            insert.setString(at++, row.getString(column));
        }
        insert.setString(at++, optionalDocument(row.getString("todos")));
        insert.setLong(at++, row.getLong("todos_updated_at"));
        insert.setString(at++, optionalDocument(row.getString("team_state")));
        insert.setLong(at++, row.getLong("team_state_updated_at"));
        insert.setInt(at++, row.getInt("pinned") == 0 ? 0 : 1);
        insert.setInt(at++, row.getInt("global_pinned") == 0 ? 0 : 1);
        insert.setLong(at++, row.getLong("active_at"));
        insert.setLong(at, Math.max(0, row.getLong("seq")));
    }

    private void people(PublishedDatabase source, Connection ours) throws SQLException {
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO users
                            (platform, platform_user_id, namespace, created_at)
                        VALUES (?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT platform, platform_user_id, namespace, created_at FROM users",
                    row -> add(Kind.USERS, insert, row, 3, 4));
        }
        try (PreparedStatement insert =
                ours.prepareStatement(
                        """
                        INSERT OR IGNORE INTO push_subscriptions
                            (namespace, endpoint, p256dh, auth, created_at)
                        VALUES (?, ?, ?, ?, ?)
                        """)) {
            source.each(
                    "SELECT namespace, endpoint, p256dh, auth, created_at FROM push_subscriptions",
                    row -> add(Kind.SUBSCRIPTIONS, insert, row, 1, 5));
        }
    }

    private void add(
            Kind kind, PreparedStatement insert, ResultSet row, int namespaceAt, int timeAt)
            throws SQLException {
        for (int column = 1; column < timeAt; column++) {
            String text = row.getString(column);
            if (text == null) {
                report.broken(kind, row.getString(1), "a column is empty");
                return;
            }
            insert.setString(column, text);
        }
        if (!NAMESPACE.matcher(row.getString(namespaceAt)).matches()) {
            report.broken(kind, row.getString(1), "its namespace cannot be ours");
            return;
        }
        insert.setLong(timeAt, row.getLong(timeAt));
        report.stored(kind, insert.executeUpdate() == 1);
    }

    /// Whether an id of the source can be one of ours.
    static boolean isUsable(@Nullable String id) {
        return id != null && !id.isEmpty() && id.length() <= MAX_ID_CHARS;
    }

    private static @Nullable String refusal(@Nullable String id, @Nullable String namespace) {
        if (!isUsable(id)) {
            return "its id cannot be ours";
        }
        return namespace == null || !NAMESPACE.matcher(namespace).matches()
                ? "its namespace cannot be ours"
                : null;
    }

    /// JSON text, `null` for what is none.
    private static String document(@Nullable String text) {
        return orElse(optionalDocument(text), "null");
    }

    private static @Nullable String optionalDocument(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Json.parse(text);
            return text;
        } catch (JsonSyntaxException e) {
            return null;
        }
    }

    private static long atLeastOne(long version) {
        return Math.max(1, version);
    }

    private static String orElse(@Nullable String text, String fallback) {
        return text == null ? fallback : text;
    }
}
