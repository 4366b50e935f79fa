package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import hapi.testkit.hub.EventStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Rows 10 and 32 for every route of the facade, as Spring knows them: what a browser could make of
/// an answer, and what no answer says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeAnswersTest {
    private static final String BOT_TOKEN = "110201543:planted-telegram-bot-token";
    private static final String PROVIDER_KEY = "sk-ant-planted-provider-key";

    @TempDir static Path home;

    private MarkupHub hub;

    /// Pages beside those of the views, each with a policy of its own.
    private static final Pattern PAGES = Pattern.compile(" /ui/(hubs|diagram)\\b");

    @BeforeAll
    void fill() {
        hub =
                new MarkupHub(
                        home,
                        Map.of(
                                "TELEGRAM_BOT_TOKEN",
                                BOT_TOKEN,
                                "HAPI_TELEGRAM_API_URL",
                                "http://127.0.0.1:9",
                                "ANTHROPIC_API_KEY",
                                PROVIDER_KEY));
    }

    @BeforeEach
    void beat() {
        hub.beat();
    }

    @AfterAll
    void close() {
        hub.close();
    }

    @Test
    @DisplayName("row 10: no answer of the facade is a page, whatever words are in it")
    void nothingIsAPage() {
        Map<String, HttpResponse<String>> all = hub.everyAnswer();

        assertThat(all).hasSizeGreaterThan(300);
        assertThat(all.values().stream().filter(it -> it.body().contains("onerror")))
                .hasSizeGreaterThan(10);
        all.forEach((request, answer) -> {
            if (PAGES.matcher(request).find() && answer.statusCode() == 200) {
                return;
            }
            assertThat(answer.headers().firstValue("Content-Type").orElse("none"))
                    .as(request + " " + answer.statusCode())
                    .matches(
                            "none|application/(problem\\+)?json(;charset=UTF-8)?|text/plain;charset=UTF-8");
            assertThat(answer.headers().allValues("X-Content-Type-Options"))
                    .as(request)
                    .containsExactly("nosniff");
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .as(request)
                    .hasSize(1)
                    .allMatch(it -> it.startsWith("default-src 'none'"));
            if (!request.contains(" /health")) {
                assertThat(answer.headers().allValues("Cache-Control"))
                        .as(request)
                        .contains("no-store");
            }
            if (request.startsWith("page ")) {
                String plain = request.replace("page ", "GET ");
                assertThat(answer.statusCode()).as(plain).isEqualTo(all.get(plain).statusCode());
            }
        });
    }

    @Test
    @DisplayName("row 10: markup goes through REST and streams as it came")
    void markupIsNeitherChangedNorLost() {
        assertThat(hub.client().session(hub.session()).path("metadata").path("name").asString())
                .isEqualTo(MarkupHub.ALL);
        assertThat(hub.client().messages(hub.session()))
                .extracting(it -> it.path("content").path("content").path("data").path("message"))
                .extracting(JsonNode::asString)
                .containsExactlyElementsOf(Markup.payloads());
        try (EventStream stream = hub.client().events("all=true")) {
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("connection-changed"));
            for (String payload : Markup.payloads()) {
                hub.say(payload + " again");
            }
            String last = Markup.payloads().getLast() + " again";
            stream.await(Duration.ofSeconds(20), it -> said(it).equals(last));
            assertThat(
                            stream.events().stream()
                                    .filter(it -> it.type().equals("message-received"))
                                    .map(FacadeAnswersTest::said))
                    .containsExactlyElementsOf(
                            Markup.payloads().stream().map(it -> it + " again").toList());
        }
        for (String path : List.of("/git-status", "/directory", "/file?path=x", "/skills")) {
            assertThat(hub.client().get(hub.sessionPath(path)).body())
                    .contains(
                            path.startsWith("/file")
                                    ? MarkupHub.base64(MarkupHub.ALL)
                                    : "onerror=alert(1)");
        }
    }

    private static String said(EventStream.Event event) {
        return event.data()
                .path("message")
                .path("content")
                .path("content")
                .path("data")
                .path("message")
                .asString("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xhtml+xml",
                "text/xml",
                "image/svg+xml",
                "IMAGE/SVG+XML",
                "image/png; charset=utf-7",
                "image/png\r\nX-Evil: 1",
                "text/javascript",
                "multipart/x-mixed-replace",
                ""
            })
    @DisplayName("row 10: a picture that is none runs nothing, whatever type and name it claims")
    void picturesRunNothing(String type) {
        hub.serve(
                "readGeneratedImage",
                Json.object()
                        .put("success", true)
                        .put("content", MarkupHub.base64(MarkupHub.ALL))
                        .put("mimeType", type)
                        .put("fileName", "a\"; filename=b.html\r\nX-Evil: 1 <img>.svg")
                        .toString());

        HttpResponse<String> answer =
                hub.send("GET", hub.sessionPath("/generated-images/") + MarkupHub.newId(), "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(MarkupHub.ALL);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(type.equals("image/svg+xml") ? type : "application/octet-stream");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; sandbox");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().firstValue("X-Evil")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .matches("inline; filename=\"[\\w.%*-]+\"");
    }

    @Test
    @DisplayName("row 32: no answer of any route, stream or refusal has a secret in it")
    void secretsAreInNoAnswer() throws IOException {
        hub.client().get("/api/push/vapid-public-key").ok();
        JsonNode settings = Json.parse(Files.readString(home.resolve("settings.json")));
        String jwtSecret =
                Json.parse(Files.readString(home.resolve("jwt-secret.json")))
                        .path("secretBase64")
                        .asString();
        String vapid = settings.path("vapidKeys").path("privateKey").asString();
        assertThat(vapid).isNotEmpty();
        String[] secrets = {
            hub.hub().token(),
            jwtSecret,
            jwtSecret.replace('+', '-').replace('/', '_').replace("=", ""),
            vapid,
            BOT_TOKEN,
            PROVIDER_KEY
        };

        hub.everyAnswer()
                .forEach((request, answer) ->
                        assertThat(answer.body() + answer.headers().map())
                                .as(request)
                                .doesNotContain(secrets));
        try (EventStream stream = hub.client().events("all=true")) {
            hub.say("one more");
            stream.await(Duration.ofSeconds(30), it -> it.type().equals("message-received"));
            assertThat(stream.events().toString()).doesNotContain(secrets);
        }
    }

    @Test
    @DisplayName("row 32: an error says neither where it happened nor why")
    void errorsSayNothing() {
        for (String path : List.of("/error?trace=true&message=true&errors=true", "/api/%ff")) {
            assertThat(hub.send("GET", path, "").body())
                    .doesNotContain("trace", "java.", "hapi.", "Exception");
        }
    }
}
