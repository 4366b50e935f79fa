package hapi.hub.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// What the answer of a service that was posted to means. Pure.
public final class HttpOutcome {
    private HttpOutcome() {}

    /// Accepted with 2xx; later when the service is busy or broken (408, 429, 5xx); else failed, a
    /// redirect too.
    ///
    /// @param retryAfter the header of that name: seconds, or a date
    public static Channel.Outcome of(int status, Optional<String> retryAfter, Instant now) {
        if (status / 100 == 2) {
            return new Channel.Outcome.Accepted();
        }
        String reason = "status " + status;
        return status == 408 || status == 429 || status / 100 == 5
                ? new Channel.Outcome.Later(reason, retryAfter.flatMap(text -> pause(text, now)))
                : new Channel.Outcome.Failed(reason);
    }

    private static Optional<Duration> pause(String text, Instant now) {
        if (text.matches("[0-9]{1,7}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, date.toInstant()))
                    .filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
