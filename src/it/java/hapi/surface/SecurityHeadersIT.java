package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What browsers are told not to do with an answer of the hub.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityHeadersIT {
    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern SCRIPT = Pattern.compile("<script\\b[^>]*>");

    @RegisterExtension static final Stage stage = Stage.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private HubProcess hub;

    @BeforeAll
    void start() {
        hub = HubProcess.start(stage, Edition.OURS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/sessions",
                "/no/such/page",
                "/icon.svg",
                "/strict.js",
                "/hold.js",
                "/sign-in-link.js",
                "/manifest.webmanifest",
                "/sw.js",
                "/offline.html",
                "/offline.js",
                "/health",
                "/api/sessions",
                "/api/nothing",
                "/cli/machines",
                "/?token=wrong"
            })
    void everyAnswerIsNeverSniffedNorFramedAndTellsNobodyElseTheReferrer(String path)
            throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(one(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        boolean isInterface = path.matches("/(api|cli|health)\\b.*");
        assertThat(one(answer, "Referrer-Policy"))
                .isEqualTo(isInterface ? "no-referrer" : "same-origin");
        assertThat(one(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(one(answer, "Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe-eval")
                .doesNotContain("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sessions", "/api/nothing", "/cli/machines"})
    void answersOfTheInterfacesAreNotKept(String path) throws Exception {
        assertThat(one(get(path), "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyScriptOfAPageHasItsNonceAndTheNextPageHasAnother() throws Exception {
        HttpResponse<String> page = get("/login");

        String policy = one(page, "Content-Security-Policy");
        String nonce = nonce(policy);
        List<String> scripts = SCRIPT.matcher(page.body()).results().map(it -> it.group()).toList();
        assertThat(scripts).isNotEmpty().allMatch(it -> it.contains("nonce=\"" + nonce + "\""));
        assertThat(policy)
                .contains("script-src 'nonce-" + nonce + "' 'strict-dynamic';")
                .contains("connect-src 'self'")
                .contains("img-src 'self' data: blob:");
        assertThat(policy.replaceFirst("style-src-attr 'unsafe-inline'", ""))
                .doesNotContain("unsafe");
        // Its first answer holds what a person sees; Back must ask again.
        assertThat(one(page, "Cache-Control")).isEqualTo("no-store");
        assertThat(nonce(one(get("/login"), "Content-Security-Policy"))).isNotEqualTo(nonce);
    }

    @Test
    void manifestNamesIconsThatAreThere() throws Exception {
        HttpResponse<String> manifest = get("/manifest.webmanifest");

        assertThat(manifest.statusCode()).isEqualTo(200);
        assertThat(one(manifest, "Content-Type")).startsWith("application/manifest+json");
        List<String> icons =
                Pattern.compile("\"src\": \"([^\"]+)\"")
                        .matcher(manifest.body())
                        .results()
                        .map(it -> it.group(1))
                        .distinct()
                        .toList();
        assertThat(icons).hasSize(4);
        for (String icon : icons) {
            HttpResponse<String> answer = get("/" + icon);
            assertThat(answer.statusCode()).as(icon).isEqualTo(200);
            assertThat(one(answer, "Content-Type")).startsWith("image/");
        }
    }

    private static String nonce(String policy) {
        Matcher nonce = NONCE.matcher(policy);
        assertThat(nonce.find()).as(policy).isTrue();
        return nonce.group(1);
    }

    /// The only value of a header.
    private static String one(HttpResponse<?> answer, String header) {
        List<String> values = answer.headers().allValues(header);
        assertThat(values).as(header + " of " + answer.uri()).hasSize(1);
        return values.getFirst();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(hub.url().resolve(path))
                        .header("Accept", "text/html,*/*")
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
