package hapi.cli.doctor;

import hapi.cli.doctor.HubProbe.Answer.Response;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether this machine and the hub agree about the time. A sign-in carries its end in the hub's
/// time: on a clock that is ahead by its length it is over before it begins.
final class ClockCheck {
    static final String NAME = "clock";
    private static final Duration TOLERATED = Duration.ofSeconds(60);
    private final Response health;
    private final @Nullable Response signIn;
    private final Instant asked;

    /// @param signIn the hub's answer to a sign-in, if it accepted one
    /// @param askedAt this machine's time halfway through the question for `health`
    ClockCheck(Response health, @Nullable Response signIn, long askedAt) {
        this.health = health;
        this.signIn = signIn;
        this.asked = Instant.ofEpochMilli(askedAt);
    }

    Finding examine() {
        Optional<Instant> hub = date(health.header("Date"));
        if (hub.isEmpty()) {
            return Finding.skipped(NAME, "the hub does not tell its time");
        }
        Duration ahead = Duration.between(hub.get(), asked);
        if (ahead.abs().compareTo(TOLERATED) <= 0) {
            return Finding.ok(NAME, "agrees with the hub's");
        }
        String direction = ahead.isNegative() ? "behind" : "ahead of";
        return Finding.fault(
                NAME,
                "This machine's clock is %s %s the hub's%s"
                        .formatted(words(ahead.abs()), direction, consequence()),
                "Set the clocks of both machines by the network; the one that is wrong: Linux: sudo"
                        + " timedatectl set-ntp true; macOS: sudo sntp -sS time.apple.com; Windows:"
                        + " w32tm /resync",
                "Until then times in chats are wrong, and TLS certificates may count as not valid");
    }

    private String consequence() {
        if (signIn == null) {
            return "";
        }
        String[] parts = HubCheck.json(signIn.body()).path("token").asString("").split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            String claims =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            JsonNode end = HubCheck.json(claims).path("exp");
            boolean isOver = end.isNumber() && Instant.ofEpochSecond(end.asLong()).isBefore(asked);
            return isOver ? ", so a sign-in made now is over before it begins" : "";
        } catch (IllegalArgumentException e) {
            return ""; // Not a JWT, so nothing to say about it.
        }
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(
                                    header,
                                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String words(Duration span) {
        if (span.toDays() > 1) {
            return span.toDays() + " days";
        }
        return span.toMinutes() >= 120
                ? "%d h %d min".formatted(span.toHours(), span.toMinutesPart())
                : "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart());
    }
}
