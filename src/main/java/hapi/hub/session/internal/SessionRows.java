package hapi.hub.session.internal;

import hapi.hub.store.SoundRows;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/// The sessions table. Only [SessionStates] uses it, with the namespace of a key.
interface SessionRows extends Repository<SessionRow, Long> {
    SessionRow save(SessionRow row);

    @Query(
            "SELECT s.* FROM sessions s WHERE s.namespace = :namespace AND "
                    + SoundRows.SESSIONS
                    + " ORDER BY s.no")
    List<SessionRow> ofNamespace(String namespace);

    @Query("SELECT namespace FROM sessions WHERE id = :id")
    Optional<String> namespaceOf(String id);

    @Modifying
    @Query(
            """
            UPDATE sessions SET metadata = :metadata, metadata_version = :version
            WHERE id = :id AND namespace = :namespace AND metadata_version < :version
            """)
    int updateMetadata(String namespace, String id, String metadata, long version);

    @Modifying
    @Query(
            """
            UPDATE sessions SET agent_state = :agentState, agent_state_version = :version
            WHERE id = :id AND namespace = :namespace AND agent_state_version < :version
            """)
    int updateAgentState(String namespace, String id, String agentState, long version);

    @Modifying
    @Query(
            """
            UPDATE sessions SET todos = :todos, todos_updated_at = :at
            WHERE id = :id AND namespace = :namespace
            """)
    int updateTodos(String namespace, String id, @Nullable String todos, long at);

    @Modifying
    @Query(
            """
            UPDATE sessions SET team_state = :teamState, team_state_updated_at = :at
            WHERE id = :id AND namespace = :namespace
            """)
    int updateTeamState(String namespace, String id, @Nullable String teamState, long at);

    @Modifying
    @Query(
            """
            UPDATE sessions SET updated_at = :updatedAt, seq = :seq, active_at = :activeAt,
                has_conversation = :hasConversation
            WHERE id = :id AND namespace = :namespace
            """)
    int updateProgress(
            String namespace,
            String id,
            long updatedAt,
            long seq,
            long activeAt,
            boolean hasConversation);

    @Modifying
    @Query(
            """
            UPDATE sessions SET model = :model, model_reasoning_effort = :modelReasoningEffort,
                effort = :effort, service_tier = :serviceTier, pinned = :pinned,
                global_pinned = :globalPinned
            WHERE id = :id AND namespace = :namespace
            """)
    int updateChoices(
            String namespace,
            String id,
            @Nullable String model,
            @Nullable String modelReasoningEffort,
            @Nullable String effort,
            @Nullable String serviceTier,
            boolean pinned,
            boolean globalPinned);

    @Modifying
    @Query("DELETE FROM sessions WHERE id = :id AND namespace = :namespace")
    int delete(String namespace, String id);
}
