package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.fuzz.Fuzz;
import hapi.hub.ManualClock;
import hapi.hub.Scopes;
import hapi.hub.scope.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tokens, changed: nothing but the configured words opens a namespace, and only the one they name.
@Timeout(180)
class TokenFuzzTest {
    private static final String BASE = "a-configured-token-0123456789";

    @Test
    void noOtherTokenOpensTheHub() {
        Credentials credentials = new Credentials(BASE, new byte[32]);
        AccessTokens access = new ConfiguredAccessTokens(credentials);
        WebTokens web = new WebTokens(credentials, 7, new ManualClock());
        String jwt = web.issue(Scopes.HOME);
        String signed = jwt.substring(0, jwt.lastIndexOf('.'));

        Fuzz.of(
                        "tokens",
                        List.of(
                                BASE,
                                BASE + ":alice",
                                BASE + ":a:b",
                                " " + BASE + ": a ",
                                BASE.substring(1),
                                jwt,
                                signed + ".",
                                "eyJhbGciOiJub25lIn0.eyJ1aWQiOjEsIm5zIjoiaG9tZSJ9."))
                .run(input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    Optional<Namespace> opened = access.verify(text);
                    assertThat(opened.map(Namespace::value)).isEqualTo(named(text));
                    if (web.verify(text) instanceof WebTokens.Verdict.Valid valid) {
                        assertThat(valid.namespace()).isEqualTo(Scopes.HOME);
                        assertThat(text).startsWith(signed + ".");
                    }
                });
    }

    /// The grammar of the specification, written down a second time.
    private static Optional<String> named(String raw) {
        String text = raw.strip();
        if (raw.length() > 4096) {
            return Optional.empty();
        }
        if (text.equals(BASE)) {
            return Optional.of("default");
        }
        if (!text.startsWith(BASE + ":")) {
            return Optional.empty();
        }
        String name = text.substring(BASE.length() + 1);
        boolean isName =
                !name.isEmpty()
                        && name.length() <= 256
                        && name.equals(name.strip())
                        && name.indexOf(':') < 0
                        && name.chars().noneMatch(Character::isISOControl);
        return isName ? Optional.of(name) : Optional.empty();
    }
}
