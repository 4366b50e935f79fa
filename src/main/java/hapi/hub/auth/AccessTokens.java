package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.util.Optional;

/// Checks access tokens: `<token>` or `<token>:<namespace>`.
public interface AccessTokens {
    /// The namespace the token opens, or empty when it is not ours or not of the grammar. Takes the
    /// same time for any wrong token of one length.
    Optional<Namespace> verify(String rawToken);
}
