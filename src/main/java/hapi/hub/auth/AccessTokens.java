package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.util.Optional;

/// Checks access tokens: `<token>` or `<token>:<namespace>`.
public interface AccessTokens {
    /// What the token opens, or empty when it is not ours or not of the grammar. Takes the same
    /// time for any wrong token of one length.
    Optional<Grant> check(String rawToken);

    /// As [#check], for callers who need the namespace only.
    default Optional<Namespace> verify(String rawToken) {
        return check(rawToken).map(Grant::namespace);
    }
}
