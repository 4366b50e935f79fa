package hapi.hub.auth;

import hapi.hub.auth.WebTokens.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Web tokens whose signature was good, so that a page's requests do not check it each time: that
/// was a fifth of a short request. The newest 1,024 used, by their SHA-256, so that no token lies
/// in memory and no comparison tells of one. Only a good token is kept; it counts until it expires
/// or the secrets are rotated. Any thread; `lock` guards the map.
final class VerifiedTokens {
    private static final int MAX_TOKENS = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ByteBuffer, Verdict.Valid> newestLast =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verdict.Valid> eldest) {
                    return size() > MAX_TOKENS;
                }
            };

    /// What the token said, if it was signed with the secrets of this generation and still counts.
    Optional<Verdict.Valid> find(String token, long generation, Instant now) {
        ByteBuffer key = key(token);
        lock.lock();
        try {
            return Optional.ofNullable(newestLast.get(key))
                    .filter(known -> known.generation() == generation)
                    .filter(known -> now.isBefore(known.expiresAt()));
        } finally {
            lock.unlock();
        }
    }

    void keep(String token, Verdict.Valid valid) {
        ByteBuffer key = key(token);
        lock.lock();
        try {
            newestLast.put(key, valid);
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer key(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
