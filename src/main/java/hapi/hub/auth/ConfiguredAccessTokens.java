package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// The one configured base token. Grammar: the text is trimmed and split at its last colon; both
/// parts must be non-empty and without blanks at their ends; no colon means namespace `default`.
final class ConfiguredAccessTokens implements AccessTokens {
    private static final String DEFAULT_NAMESPACE = "default";
    private static final int MAX_CHARS = 4096;
    private static final int MAX_NAMESPACE_CHARS = 256;

    private final byte[] base;

    ConfiguredAccessTokens(String base) {
        this.base = base.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Namespace> verify(String rawToken) {
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
        boolean isOurs = MessageDigest.isEqual(base, given.getBytes(StandardCharsets.UTF_8));
        return isOurs ? Optional.of(Namespaces.ofVerifiedToken(namespace)) : Optional.empty();
    }

    private static boolean isPart(String part) {
        return !part.isEmpty()
                && part.equals(part.strip())
                && part.chars().noneMatch(Character::isISOControl);
    }
}
