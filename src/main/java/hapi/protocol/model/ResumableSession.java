package hapi.protocol.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/// A line of the picker of `hapi resume`: the target and what a person knows it by. `updatedAt` is
/// epoch milliseconds; white space of `firstUserMessage` is single blanks.
public record ResumableSession(
        @JsonUnwrapped ResumeTarget target,
        @JsonProperty("updatedAt") long updatedAt,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("summary") @Nullable String summary,
        @JsonProperty("firstUserMessage") @Nullable String firstUserMessage) {}
