package hapi.hub.auth;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Checks what Telegram says of the person who opened the app: the query string `initData`, signed
/// for one bot. Any thread.
///
/// Only the key that Telegram documents for apps counts. The published hub takes two more, one of
/// which an unrelated kind of sign-in uses, and it takes a repeated field in two ways; both are
/// refused here. Source: protocol/auth.md section 5.
final class InitData {
    private static final int MAX_CHARS = 8192;
    private static final String ALGORITHM = "HmacSHA256";

    /// Clocks differ; a signature of later than this was not made today.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final byte[] key;
    private final Duration maxAge;
    private final Clock clock;

    InitData(String botToken, Duration maxAge, Clock clock) {
        this.key = mac("WebAppData".getBytes(StandardCharsets.UTF_8), botToken);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    sealed interface Verdict {
        /// Signed by Telegram, not long ago. `hash` is the same for the same data, however written.
        record Valid(TelegramPerson person, String hash) implements Verdict {}

        /// `reason` is the facade's text.
        record Refused(String reason) implements Verdict {}
    }

    Verdict verify(String initData) {
        if (initData.length() > MAX_CHARS) {
            return new Verdict.Refused("initData is too long");
        }
        Optional<Map<String, String>> parsed = fields(initData);
        if (parsed.isEmpty()) {
            return new Verdict.Refused("Malformed initData");
        }
        Map<String, String> fields = parsed.get();
        String hash = fields.remove("hash");
        if (hash == null) {
            return new Verdict.Refused("Missing hash");
        }
        String date = fields.getOrDefault("auth_date", "");
        if (!date.matches("[0-9]{1,12}")) {
            return new Verdict.Refused("Missing or invalid auth_date");
        }
        Duration age = Duration.ofMillis(clock.millis()).minusSeconds(Long.parseLong(date));
        if (age.compareTo(maxAge) > 0) {
            return new Verdict.Refused("initData is too old");
        }
        if (age.plus(LEEWAY).isNegative()) {
            return new Verdict.Refused("initData is from the future");
        }
        if (!isSigned(fields, hash)) {
            return new Verdict.Refused("Invalid initData signature");
        }
        return person(fields.get("user"), hash);
    }

    /// Empty when a field comes twice, is not encoded as a form is, or has a line end in it: the
    /// signed text has one field a line, so two fields and one with a line end would look the same.
    private static Optional<Map<String, String>> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    String name = decoded(pair.substring(0, equals));
                    String value = decoded(pair.substring(equals + 1));
                    if ((name + value).indexOf('\n') >= 0 || fields.put(name, value) != null) {
                        return Optional.empty();
                    }
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            } else if (!pair.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private boolean isSigned(Map<String, String> fields, String hash) {
        String signed =
                fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("\n"));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(mac(key, signed)).getBytes(StandardCharsets.UTF_8),
                hash.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict person(@Nullable String user, String hash) {
        if (user == null) {
            return new Verdict.Refused("Missing user");
        }
        JsonNode json;
        try {
            json = Json.parse(user);
        } catch (JsonSyntaxException e) {
            return new Verdict.Refused("Invalid user JSON");
        }
        JsonNode id = json.path("id");
        boolean isPerson =
                id.isIntegralNumber()
                        && id.canConvertToLong()
                        && id.asLong() > 0
                        && isName(json, "username")
                        && isName(json, "first_name")
                        && isName(json, "last_name");
        return isPerson
                ? new Verdict.Valid(
                        new TelegramPerson(
                                id.asLong(),
                                name(json, "username"),
                                name(json, "first_name"),
                                name(json, "last_name")),
                        hash)
                : new Verdict.Refused("Invalid user schema");
    }

    private static boolean isName(JsonNode json, String field) {
        return !json.has(field) || json.path(field).isString();
    }

    private static @Nullable String name(JsonNode json, String field) {
        return json.has(field) ? json.path(field).asString() : null;
    }

    static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
