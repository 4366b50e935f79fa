package hapi.hub.session.internal;

import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.SessionId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A session as it is stored. Documents are JSON text as received, `null` for none; times are epoch
/// milliseconds; `no` is null until it was inserted.
@Table("sessions")
record SessionRow(
        @Id @Nullable Long no,
        String id,
        String namespace,
        String tag,
        long createdAt,
        long updatedAt,
        String metadata,
        long metadataVersion,
        String agentState,
        long agentStateVersion,
        @Nullable String model,
        @Nullable String modelReasoningEffort,
        @Nullable String effort,
        @Nullable String serviceTier,
        @Nullable String todos,
        long todosUpdatedAt,
        @Nullable String teamState,
        long teamStateUpdatedAt,
        boolean pinned,
        boolean globalPinned,
        long activeAt,
        boolean hasConversation,
        long seq) {
    SessionKey key() {
        return SessionKey.ofRow(Namespaces.ofRow(namespace), new SessionId(id));
    }

    Edit edit() {
        return new Edit(this);
    }

    /// A copy in the making.
    static final class Edit {
        private final SessionRow from;
        long updatedAt;
        String metadata;
        long metadataVersion;
        String agentState;
        long agentStateVersion;
        @Nullable String model;
        @Nullable String modelReasoningEffort;
        @Nullable String effort;
        @Nullable String serviceTier;
        @Nullable String todos;
        long todosUpdatedAt;
        @Nullable String teamState;
        long teamStateUpdatedAt;
        boolean pinned;
        boolean globalPinned;
        long activeAt;
        boolean hasConversation;
        long seq;

        private Edit(SessionRow from) {
            this.from = from;
            this.updatedAt = from.updatedAt;
            this.metadata = from.metadata;
            this.metadataVersion = from.metadataVersion;
            this.agentState = from.agentState;
            this.agentStateVersion = from.agentStateVersion;
            this.model = from.model;
            this.modelReasoningEffort = from.modelReasoningEffort;
            this.effort = from.effort;
            this.serviceTier = from.serviceTier;
            this.todos = from.todos;
            this.todosUpdatedAt = from.todosUpdatedAt;
            this.teamState = from.teamState;
            this.teamStateUpdatedAt = from.teamStateUpdatedAt;
            this.pinned = from.pinned;
            this.globalPinned = from.globalPinned;
            this.activeAt = from.activeAt;
            this.hasConversation = from.hasConversation;
            this.seq = from.seq;
        }

        SessionRow done() {
            return new SessionRow(
                    from.no,
                    from.id,
                    from.namespace,
                    from.tag,
                    from.createdAt,
                    updatedAt,
                    metadata,
                    metadataVersion,
                    agentState,
                    agentStateVersion,
                    model,
                    modelReasoningEffort,
                    effort,
                    serviceTier,
                    todos,
                    todosUpdatedAt,
                    teamState,
                    teamStateUpdatedAt,
                    pinned,
                    globalPinned,
                    activeAt,
                    hasConversation,
                    seq);
        }
    }
}
