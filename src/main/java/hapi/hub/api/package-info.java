/// The REST and SSE facade of the published clients, and the sign-in of our own page; thin, sees
/// the features' services.
@NullMarked
package hapi.hub.api;

import org.jspecify.annotations.NullMarked;
