package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of a timeline in ascending order of position, as `GET /api/sessions/:id/messages` answers
/// it. Every page key is always present; unused ones are null. `epoch` is the timeline epoch;
/// `reset` says that the cursor was of another one and this is the latest page instead.
public record MessagePage(
        @JsonProperty("messages") List<Message> messages, @JsonProperty("page") Page page) {
    public static final String LATEST = "latest";
    public static final String BEFORE = "before";
    public static final String AFTER = "after";

    public MessagePage {
        messages = List.copyOf(messages);
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page(
            @JsonProperty("direction") String direction,
            @JsonProperty("limit") int limit,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("reset") boolean reset,
            @JsonProperty("nextBeforeSeq") @Nullable Long nextBeforeSeq,
            @JsonProperty("nextBeforeAt") @Nullable Long nextBeforeAt,
            @JsonProperty("nextAfterSeq") @Nullable Long nextAfterSeq,
            @JsonProperty("nextAfterAt") @Nullable Long nextAfterAt,
            @JsonProperty("snapshotHeadSeq") @Nullable Long snapshotHeadSeq,
            @JsonProperty("snapshotHeadAt") @Nullable Long snapshotHeadAt,
            @JsonProperty("hasMore") boolean hasMore) {}
}
