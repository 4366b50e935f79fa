/// Who is calling: access tokens, JWTs, the page's cookie, people of Telegram; makes namespaces;
/// sees scope and config.
@NullMarked
package hapi.hub.auth;

import org.jspecify.annotations.NullMarked;
