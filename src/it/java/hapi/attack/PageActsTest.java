package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.permission.PermissionService;
import hapi.hub.scope.Namespaces;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionLookup;
import hapi.hub.session.SessionService;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.testkit.hub.SocketPeer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a page does by `POST /ui/act`: who may, and that a decision counts for what was shown only.
class PageActsTest {
    @TempDir Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private TwoTenants tenants;
    private String cookieOfA = "";
    private String cookieOfB = "";

    @BeforeEach
    void signIn() {
        tenants = new TwoTenants(home);
        cookieOfA = cookie("a");
        cookieOfB = cookie("b");
    }

    @AfterEach
    void close() {
        tenants.close();
        http.close();
    }

    @Test
    void decisionIsDeliveredOnce() {
        JsonNode answer = act(cookieOfA, decision());

        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(answer.path("outcome").asString()).isEqualTo("delivered");
        assertThat(tenants.cliOfA.events())
                .filteredOn(event -> event.name().equals("rpc-request"))
                .hasSize(1);
        assertThat(act(cookieOfA, decision()).path("outcome").asString()).isEqualTo("elsewhere");
    }

    @Test
    @DisplayName("row 27: a decision on what was not shown does not count")
    void decisionOnWhatWasNotShownDoesNotCount() {
        assertThat(act(cookieOfA, decision().put("hash", "0000")).path("outcome").asString())
                .isEqualTo("changed");
        assertThat(act(cookieOfA, decision().put("hash", "")).path("fault").asString())
                .isEqualTo("bad_decision");
        assertThat(act(cookieOfA, without("hash")).path("fault").asString())
                .isEqualTo("bad_decision");
        tenants.checkNothingOfAIsTouched();
    }

    @Test
    void requestOfAnotherIsGone() {
        assertThat(act(cookieOfB, decision()).path("outcome").asString()).isEqualTo("gone");
        tenants.checkNothingOfAIsTouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"session\":5}",
                "{\"request\":{}}",
                "{\"request\":\"unknown\"}",
                "{\"choice\":\"plan-ask\"}",
                "{\"choice\":null}",
                "{\"session\":\"../../x\"}"
            })
    void badArgumentsDecideNothing(String changed) {
        ObjectNode args = decision();
        args.setAll((ObjectNode) Json.parse(changed));

        JsonNode answer = act(cookieOfA, args);

        assertThat(answer.path("outcome").asString(answer.path("fault").asString()))
                .isIn("gone", "bad_decision");
        tenants.checkNothingOfAIsTouched();
    }

    @Test
    void requestWithAnEndlessNameIsRefused() {
        JsonNode answer = act(cookieOfA, decision().put("request", "x".repeat(300)));

        assertThat(answer.path("fault").asString()).isEqualTo("bad_decision");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"act\":\"decide\"}",
                "{\"act\":\"decide\",\"args\":[]}",
                "{\"act\":\"no-such\",\"args\":{}}",
                "{\"args\":{}}"
            })
    void whatIsNoCallIsAnsweredInWords(String body) {
        HttpResponse<String> answer = post(cookieOfA, tenants.hub.url().toString(), body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).path("ok").asBoolean(true)).isFalse();
        assertThat(Json.parse(answer.body()).path("words").asString()).isNotEmpty();
    }

    @Test
    void nobodyActsWithoutASignInOrFromAnotherPage() {
        String own = tenants.hub.url().toString();
        String body = body(decision());

        assertThat(post("", own, body).statusCode()).isEqualTo(401);
        assertThat(Json.parse(post("", own, body).body()).path("fault").asString())
                .isEqualTo("signed_out");
        assertThat(post("hapi-1=x", own, body).statusCode()).isEqualTo(401);
        assertThat(post(cookieOfA, "https://evil.example", body).statusCode()).isEqualTo(403);
        assertThat(post(cookieOfA, null, body).statusCode()).isEqualTo(403);
        tenants.checkNothingOfAIsTouched();
    }

    @Test
    void bytesOfAFileAreForTheOwnPageAndNothingInThemRuns() {
        String page = "<script>alert(1)</script>";
        String base64 = Base64.getEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8));
        tenants.cliOfA.answering(_ -> Json.object().put("success", true).put("content", base64));

        HttpResponse<String> answer = file(cookieOfA, "x%22%0D%0Ay.html");

        assertThat(answer.statusCode()).isEqualTo(404);
        answer = file(cookieOfA, "%E2%80%AEx.html");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(page);
        assertThat(header(answer, "content-type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "content-disposition")).startsWith("attachment;");
        assertThat(header(answer, "x-content-type-options")).contains("nosniff");
        assertThat(header(answer, "content-security-policy")).contains("sandbox");
        assertThat(header(answer, "cache-control")).contains("no-store");
    }

    @Test
    void bytesOfAFileAreForNobodyElse() {
        assertThat(file(cookieOfB, "a.txt").statusCode()).isEqualTo(404);
        assertThat(file("", "a.txt").statusCode()).isEqualTo(401);
        assertThat(file(cookieOfA, "../a.txt").statusCode()).isEqualTo(404);
        assertThat(file(cookieOfA, "").statusCode()).isEqualTo(404);
        assertThat(file(cookieOfA, "x".repeat(5_000)).statusCode()).isEqualTo(404);
        tenants.checkNothingOfAIsTouched();
    }

    @Test
    void ticketOpensOneConnectionForTerminalsAndNothingElse() {
        String ticket = ticket(cookieOfA).path("ticket").asString();

        assertThat(tenants.a.send("GET", "/api/sessions", null, ticket).status()).isEqualTo(401);
        try (SocketPeer first = SocketPeer.terminal(tenants.hub.url(), ticket)) {
            assertThat(first.outcome()).isEqualTo("connected");
            // Only now: of two at once either may be the first.
            try (SocketPeer second = SocketPeer.terminal(tenants.hub.url(), ticket);
                    SocketPeer guessed = SocketPeer.terminal(tenants.hub.url(), "ticket-x")) {
                assertThat(second.outcome()).contains("Invalid token");
                assertThat(guessed.outcome()).contains("Invalid token");
            }
        }
        assertThat(ticket(cookieOfB).path("fault").asString()).isEqualTo("gone");
        tenants.checkNothingOfAIsTouched();
    }

    private JsonNode ticket(String cookie) {
        ObjectNode call = Json.object().put("act", "terminal-ticket");
        call.putObject("args").put("session", tenants.sessionOfA);
        String own = tenants.hub.url().toString();
        return Json.parse(post(cookie, own, Json.write(call)).body());
    }

    private HttpResponse<String> file(String cookie, String path) {
        URI url = tenants.hub.url();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        url.resolve("/ui/file/" + tenants.sessionOfA + "?path=" + path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return send(request.build());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join("; ", answer.headers().allValues(name));
    }

    private ObjectNode decision() {
        return Json.object()
                .put("session", tenants.sessionOfA)
                .put("request", "request-a")
                .put("hash", hash())
                .put("choice", "once");
    }

    private ObjectNode without(String field) {
        ObjectNode args = decision();
        args.remove(field);
        return args;
    }

    private String hash() {
        SessionKey key =
                ((SessionLookup.Found)
                                tenants.hub
                                        .get(SessionService.class)
                                        .resolve(
                                                Namespaces.ofVerifiedClaims("a"),
                                                tenants.sessionOfA))
                        .key();
        return tenants.hub
                .get(PermissionService.class)
                .find(key, new RequestId("request-a"))
                .map(it -> it.hash())
                .orElse("no longer open");
    }

    private JsonNode act(String cookie, ObjectNode args) {
        HttpResponse<String> answer = post(cookie, tenants.hub.url().toString(), body(args));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
        return Json.parse(answer.body());
    }

    private static String body(ObjectNode args) {
        ObjectNode call = Json.object().put("act", "decide");
        call.set("args", args);
        return Json.write(call);
    }

    private HttpResponse<String> post(
            String cookie, @org.jspecify.annotations.Nullable String origin, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(tenants.hub.url().resolve("/ui/act"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (origin != null) {
            request.header("Origin", origin);
        }
        return send(request.build());
    }

    private String cookie(String namespace) {
        URI url = tenants.hub.url();
        String token =
                URLEncoder.encode(tenants.hub.token() + ":" + namespace, StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/sign-in"))
                        .header("Origin", url.toString())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                        .build();
        return send(request).headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
