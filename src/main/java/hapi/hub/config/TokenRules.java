package hapi.hub.config;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// What a base token looks like: made of 32 random bytes, or the operator's own text without a
/// colon.
final class TokenRules {
    private static final List<String> WEAK_STARTS =
            List.of("abc", "123", "password", "secret", "token");
    private static final int RANDOM_BYTES = 32;
    private static final int SHORT = 16;

    private TokenRules() {}

    static String newToken() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static boolean isWeak(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        return token.length() < SHORT
                || token.chars().allMatch(Character::isDigit)
                || token.chars().distinct().count() == 1
                || WEAK_STARTS.stream().anyMatch(lower::startsWith);
    }
}
