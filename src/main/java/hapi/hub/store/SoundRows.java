package hapi.hub.store;

/// What holds of every row that this hub writes, as conditions of SQL. A row for which it does not
/// hold was changed by somebody else: it is set aside, that is, nobody reads it and nobody deletes
/// it. SQLite itself would put a text where a number belongs, and a broken document would break
/// every answer that it is spliced into.
///
/// The columns are those of `sessions s`, `machines h`, `messages m` and `decisions d`. Put them
/// behind conditions that exclude more: a document is looked through to its end. The plus signs
/// keep SQLite from choosing an index by them.
public final class SoundRows {
    public static final String SESSIONS =
            """
            (typeof(s.id) = 'text' AND length(s.id) BETWEEN 1 AND 256
            AND instr(s.id, char(0)) = 0
            AND s.id NOT GLOB '*[' || char(1, 45, 31, 127, 45, 159) || ']*'
            AND typeof(s.namespace) = 'text' AND length(s.namespace) BETWEEN 1 AND 256
            AND instr(s.namespace, ':') = 0
            AND typeof(s.tag) = 'text'
            AND typeof(s.created_at) = 'integer' AND typeof(s.updated_at) = 'integer'
            AND typeof(s.metadata_version) = 'integer'
            AND typeof(s.agent_state_version) = 'integer'
            AND typeof(s.todos_updated_at) = 'integer'
            AND typeof(s.team_state_updated_at) = 'integer'
            AND s.pinned IN (0, 1) AND s.global_pinned IN (0, 1) AND s.has_conversation IN (0, 1)
            AND typeof(s.active_at) = 'integer'
            AND typeof(s.seq) = 'integer' AND +s.seq >= 0
            AND typeof(s.metadata) = 'text' AND json_valid(s.metadata)
            AND typeof(s.agent_state) = 'text' AND json_valid(s.agent_state)
            AND (s.todos IS NULL OR (typeof(s.todos) = 'text' AND json_valid(s.todos)))
            AND (s.team_state IS NULL
                OR (typeof(s.team_state) = 'text' AND json_valid(s.team_state))))
            """;

    public static final String MACHINES =
            """
            (typeof(h.id) = 'text' AND length(h.id) BETWEEN 1 AND 256
            AND instr(h.id, char(0)) = 0
            AND h.id NOT GLOB '*[' || char(1, 45, 31, 127, 45, 159) || ']*'
            AND typeof(h.created_at) = 'integer' AND typeof(h.updated_at) = 'integer'
            AND typeof(h.metadata_version) = 'integer'
            AND typeof(h.runner_state_version) = 'integer'
            AND typeof(h.active_at) = 'integer'
            AND typeof(h.seq) = 'integer' AND +h.seq >= 0
            AND typeof(h.metadata) = 'text' AND json_valid(h.metadata)
            AND typeof(h.runner_state) = 'text' AND json_valid(h.runner_state))
            """;

    public static final String MESSAGES =
            """
            (typeof(m.seq) = 'integer' AND +m.seq >= 0
            AND typeof(m.id) = 'text' AND length(m.id) > 0
            AND typeof(m.created_at) = 'integer' AND typeof(m.position_at) = 'integer'
            AND typeof(m.local_id) IN ('text', 'null')
            AND typeof(m.invoked_at) IN ('integer', 'null')
            AND typeof(m.scheduled_at) IN ('integer', 'null')
            AND +m.delivery IN (0, 1, 2)
            AND typeof(m.content) = 'text' AND json_valid(m.content))
            """;

    public static final String DECISIONS =
            """
            (typeof(d.request_id) = 'text' AND length(d.request_id) BETWEEN 1 AND 256
            AND instr(d.request_id, char(0)) = 0
            AND d.request_id NOT GLOB '*[' || char(1, 45, 31, 127, 45, 159) || ']*'
            AND typeof(d.decided_at) = 'integer'
            AND typeof(d.asked_at) IN ('integer', 'null')
            AND +d.state IN ('CLAIMED', 'CONFIRMED', 'RELEASED', 'EXPIRED')
            AND typeof(d.decision) = 'text' AND json_valid(d.decision)
            AND json_type(d.decision) = 'object')
            """;

    private SoundRows() {}
}
