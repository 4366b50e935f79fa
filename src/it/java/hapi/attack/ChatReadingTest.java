package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// What a page reads of a chat by itself: pictures and what is asked for by act.
class ChatReadingTest {
    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

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
        tenants.cliOfA.emit(
                "rpc-register",
                Json.object().put("method", tenants.sessionOfA + ":readGeneratedImage"));
        tenants.cliOfA.flush();
    }

    @AfterEach
    void close() {
        tenants.close();
        http.close();
    }

    @Test
    void pictureIsDrawnAndNothingElse() {
        answer(picture("image/png"));

        HttpResponse<byte[]> it = get(cookieOfA);

        assertThat(it.statusCode()).isEqualTo(200);
        assertThat(it.body()).isEqualTo(PICTURE);
        assertThat(header(it, "content-type")).isEqualTo("image/png");
        assertThat(header(it, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(it, "content-security-policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(it, "cache-control")).contains("private", "immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/svg+xml",
                "text/html",
                "image/png; x=<script>",
                "image/png\r\nSet-Cookie: a=b",
                "IMAGE/PNG",
                ""
            })
    void whatCouldRunIsNotThere(String type) {
        answer(picture(type));

        assertThat(get(cookieOfA).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "AAA=AAA"})
    void whatIsNoPictureIsNotThere(String content) {
        answer(picture("image/png").put("content", content));

        assertThat(get(cookieOfA).statusCode()).isEqualTo(404);
    }

    @Test
    void pictureOfAnotherIsNotThereAndItsProcessIsNotAsked() {
        answer(picture("image/png"));

        assertThat(get(cookieOfB).statusCode()).isEqualTo(404);
        assertThat(get("").statusCode()).isEqualTo(401);
        tenants.checkNothingOfAIsTouched();
    }

    @ParameterizedTest
    @CsvSource({
        "chat, no-such, older, left",
        "chat, '', inside, left",
        "prompt, SESSION, again, late",
        "prompt, SESSION, fly, unknown",
        "prompt, no-such, back, gone"
    })
    void whatCannotBeDoneIsSaid(String act, String place, String want, String fault) {
        ObjectNode args =
                Json.object()
                        .put(
                                act.equals("chat") ? "chat" : "session",
                                place.replace("SESSION", tenants.sessionOfA))
                        .put("want", want)
                        .put("localId", "no-such");

        assertThat(fault(cookieOfA, act, args)).isEqualTo(fault);
    }

    @Test
    void promptOfAnotherStays() {
        ObjectNode back =
                Json.object()
                        .put("session", tenants.sessionOfA)
                        .put("localId", "local-a")
                        .put("want", "back");

        assertThat(fault(cookieOfB, "prompt", back)).isEqualTo("gone");
        tenants.checkNothingOfAIsTouched();
    }

    private static ObjectNode picture(String type) {
        return Json.object()
                .put("success", true)
                .put("mimeType", type)
                .put("fileName", "chart.png")
                .put("content", Base64.getEncoder().encodeToString(PICTURE));
    }

    private void answer(ObjectNode picture) {
        tenants.cliOfA.answering(_ -> picture);
    }

    private HttpResponse<byte[]> get(String cookie) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        tenants.hub
                                .url()
                                .resolve("/ui/blob/" + tenants.sessionOfA + "/generated/img-1"));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return send(request.build());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private String fault(String cookie, String act, ObjectNode args) {
        ObjectNode call = Json.object().put("act", act);
        call.set("args", args);
        HttpRequest request =
                HttpRequest.newBuilder(tenants.hub.url().resolve("/ui/act"))
                        .header("Origin", tenants.hub.url().toString())
                        .header("Cookie", cookie)
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(call)))
                        .build();
        byte[] answer = send(request).body();
        return Json.parse(new String(answer, StandardCharsets.UTF_8)).path("fault").asString("");
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
        return header(send(request), "set-cookie").split(";")[0];
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
