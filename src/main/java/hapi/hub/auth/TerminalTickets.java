package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a page, which has a cookie and no token, connect for terminals: 256 random bits that count
/// once, within [#LIFETIME], and for nothing else. Kept in memory only, the newest [#MAX]. Any
/// thread; `lock` guards the map.
///
/// A JWT would count for every route for hours, and it would lie where scripts can read it.
public final class TerminalTickets {
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    /// What a ticket begins with, so that it is never mistaken for a JWT.
    public static final String PREFIX = "ticket-";

    static final int MAX = 1_024;
    private static final int BYTES = 32;

    private record Ticket(Instant until, Grant grant) {}

    private final Credentials credentials;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Ticket> open =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
                    return size() > MAX;
                }
            };

    TerminalTickets(Credentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /// A new ticket; what it opens ends as a web client's sign-in would.
    public String issue(Namespace namespace) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Grant grant =
                new Grant(namespace, now.plus(WebTokens.LIFETIME), credentials.current().number());
        lock.lock();
        try {
            open.put(ticket, new Ticket(now.plus(LIFETIME), grant));
        } finally {
            lock.unlock();
        }
        return ticket;
    }

    /// What the ticket is worth; it is used up then.
    public Optional<Grant> redeem(String ticket) {
        Ticket found;
        lock.lock();
        try {
            found = open.remove(ticket);
        } finally {
            lock.unlock();
        }
        return Optional.ofNullable(found)
                .filter(it -> clock.instant().isBefore(it.until()))
                .map(Ticket::grant)
                .filter(it -> it.generation() == credentials.current().number());
    }
}
