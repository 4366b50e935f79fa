package hapi.hub.auth;

import hapi.hub.scope.Namespace;
import java.time.Instant;

/// What a checked token, JWT or cookie is worth: a namespace, until a time ([Instant#MAX] for an
/// access token) and as long as the secrets of its generation hold.
public record Grant(Namespace namespace, Instant expiresAt, long generation) {}
