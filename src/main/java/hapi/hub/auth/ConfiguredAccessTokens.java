package hapi.hub.auth;

import hapi.hub.scope.Namespaces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/// The one base token of the moment. Grammar: the text is trimmed and split at its last colon; both
/// parts must be non-empty and without blanks at their ends; no colon means namespace `default`.
final class ConfiguredAccessTokens implements AccessTokens {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final int MAX_CHARS = 4096;
    private static final int MAX_NAMESPACE_CHARS = 256;

    private final Credentials credentials;

    ConfiguredAccessTokens(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Optional<Grant> check(String rawToken) {
        if (rawToken.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String token = rawToken.strip();
        int colon = token.lastIndexOf(':');
        String given = colon < 0 ? token : token.substring(0, colon);
        String namespace = colon < 0 ? DEFAULT_NAMESPACE : token.substring(colon + 1);
        if (!isPart(given) || !isPart(namespace) || namespace.length() > MAX_NAMESPACE_CHARS) {
            return Optional.empty();
        }
        Credentials.Generation now = credentials.current();
        boolean isOurs =
                MessageDigest.isEqual(
                        now.baseToken().getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
        return isOurs
                ? Optional.of(
                        new Grant(Namespaces.ofVerifiedToken(namespace), Instant.MAX, now.number()))
                : Optional.empty();
    }

    private static boolean isPart(String part) {
        return !part.isEmpty()
                && part.equals(part.strip())
                && part.chars().noneMatch(Character::isISOControl);
    }
}
