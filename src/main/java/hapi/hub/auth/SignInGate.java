package hapi.hub.auth;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a caller's secret is checked: sign-in, bearer headers, socket handshakes,
/// the page's form. Wrong ones are counted per address, and beyond ten of them, then one a minute,
/// the answer is [Outcome.Throttled].
///
/// A right secret passes whatever others did at its address: behind one router, or after a rotation
/// with a forgotten runner that goes on trying, nobody is locked out. This is safe because a token
/// of ours has 256 random bits. With a token that is easy to guess the throttle is all there is, so
/// then it holds for right ones too. Decision: 0009.
public final class SignInGate {
    private static final Logger log = LoggerFactory.getLogger(SignInGate.class);

    private final AccessTokens accessTokens;
    private final WebTokens webTokens;
    private final SignInLimiter limiter;
    private final boolean strict;

    SignInGate(
            AccessTokens accessTokens, WebTokens webTokens, SignInLimiter limiter, boolean strict) {
        this.accessTokens = accessTokens;
        this.webTokens = webTokens;
        this.limiter = limiter;
        this.strict = strict;
    }

    /// What became of a secret.
    public sealed interface Outcome {
        record Admitted(Grant grant) implements Outcome {}

        /// Wrong; `reason` is the facade's text.
        record Refused(String reason) implements Outcome {}

        /// Wrong once too often from this address.
        record Throttled(Duration pause) implements Outcome {
            /// Whole seconds for a `Retry-After` header.
            public long seconds() {
                return pause.toSeconds() + 1;
            }
        }
    }

    /// Checks an access token that came from this address.
    public Outcome accessToken(String rawToken, String address) {
        Optional<Duration> wait = strict ? limiter.waitFor(address) : Optional.empty();
        if (wait.isPresent()) {
            return new Outcome.Throttled(wait.get());
        }
        return accessTokens
                .check(rawToken)
                .<Outcome>map(Outcome.Admitted::new)
                .orElseGet(() -> failed("Invalid token", address));
    }

    /// Checks a JWT that came from this address. One that has expired is refused and not counted.
    public Outcome webToken(String token, String address) {
        return switch (webTokens.verify(token)) {
            case WebTokens.Verdict.Valid valid -> new Outcome.Admitted(valid.grant());
            case WebTokens.Verdict.Invalid invalid when invalid.wasOurs() ->
                    new Outcome.Refused("Invalid token");
            case WebTokens.Verdict.Invalid _ -> failed("Invalid token", address);
            case WebTokens.Verdict.WrongPayload _ -> failed("Invalid token payload", address);
        };
    }

    private Outcome failed(String reason, String address) {
        Optional<Duration> wait = limiter.failed(address);
        if (wait.isPresent()) {
            // Not more than the ten of INFO and one a minute: guessing must not fill the log.
            log.debug("sign-in throttled address={}", address);
            return new Outcome.Throttled(wait.get());
        }
        log.info("sign-in refused address={} reason={}", address, reason.toLowerCase(Locale.ROOT));
        return new Outcome.Refused(reason);
    }
}
