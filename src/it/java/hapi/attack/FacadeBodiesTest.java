package hapi.attack;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubServer.Route;
import hapi.protocol.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Rows 18 and 35: bodies and files that are meant to become something else on their way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FacadeBodiesTest {
    @TempDir static Path home;

    private MarkupHub hub;

    @BeforeAll
    void fill() {
        hub = new MarkupHub(home, Map.of());
    }

    @BeforeEach
    void beat() {
        hub.beat();
    }

    @AfterAll
    void close() {
        hub.close();
    }

    private Stream<Route> routes() {
        return hub.hub().routes().stream()
                .filter(route -> !route.method().equals("GET"))
                .filter(route -> !route.pattern().equals("/error"))
                .map(route -> new Route(route.method(), hub.path(route.pattern(), "x")));
    }

    @Test
    @DisplayName("row 18: pictures that would be gigabytes are bytes to the hub")
    void picturesAreNotDecoded() {
        // Head of a PNG of 50,000 x 50,000 pixels, without any.
        byte[] png =
                HexFormat.of()
                        .parseHex(
                                "89504e470d0a1a0a0000000d494844520000c3500000c350080600000000000000");
        String entities =
                "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                        + "<!ENTITY c SYSTEM \"file:///etc/passwd\">]><svg>&b;&c;</svg>";
        Map<String, byte[]> pictures =
                Map.of(
                        "image/png",
                        png,
                        "image/svg+xml",
                        entities.getBytes(StandardCharsets.UTF_8));
        pictures.forEach((type, bytes) -> {
            String content = Base64.getEncoder().encodeToString(bytes);
            hub.serve(
                    "readGeneratedImage",
                    "{\"success\":true,\"content\":\"%s\",\"mimeType\":\"%s\"}"
                            .formatted(content, type));
            hub.serve("readFile", "{\"success\":true,\"content\":\"%s\"}".formatted(content));

            HttpResponse<byte[]> shown =
                    hub.bytes(hub.sessionPath("/generated-images/") + MarkupHub.newId());
            String viewed = hub.client().get(hub.sessionPath("/file?path=p")).body();
            hub.client().post(hub.sessionPath("/upload"), upload("p", content, type)).ok();

            assertThat(shown.body()).isEqualTo(bytes);
            assertThat(Json.parse(viewed).path("content").asString()).isEqualTo(content);
            assertThat(hub.lastCall("uploadFile").path("content").asString()).isEqualTo(content);
        });
    }

    private static ObjectNode upload(String name, String content, String type) {
        return Json.object().put("filename", name).put("content", content).put("mimeType", type);
    }

    @ParameterizedTest
    @MethodSource("routes")
    @DisplayName("row 18: a compressed body is refused at every route, unread")
    void compressedBodiesAreRefused(Route route) {
        List<String> methods =
                route.method().equals("*")
                        ? List.of("POST", "PUT", "PATCH", "DELETE")
                        : List.of(route.method());
        for (String method : methods) {
            for (String encoding : List.of("gzip", "deflate", "br", "zstd", "x, identity")) {
                HttpResponse<String> answer =
                        hub.send(
                                method,
                                route.pattern(),
                                "{\"accessToken\":\"x\"}",
                                "Content-Encoding",
                                encoding,
                                // Without it the page's own routes refuse even sooner.
                                "Origin",
                                hub.hub().url().toString());

                assertThat(answer.statusCode()).as(method + " " + encoding).isEqualTo(415);
                assertThat(answer.body()).contains("\"code\":\"body_encoded\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "..\\..\\x",
                "/etc/passwd",
                "con.txt",
                "NUL",
                "a.png.exe",
                "a\u0000.png",
                "\u202egnp.exe",
                "<img src=x onerror=alert(1)>.html",
                "a\r\nX-Evil: 1",
                "-rf",
                ".",
                "\ud83d\ude00"
            })
    @DisplayName(
            "row 35: an upload's name reaches the process as a value and is nothing to the hub")
    void uploadNamesAreValues(String name) {
        hub.client().post(hub.sessionPath("/upload"), upload(name, "eA==", "image/png")).ok();

        assertThat(hub.lastCall("uploadFile").path("filename").asString()).isEqualTo(name);
        assertThat(home.resolve("x")).doesNotExist();
    }

    @Test
    @DisplayName("row 35: an upload's name of 256 characters, or of none, is refused")
    void uploadNamesAreShort() {
        String path = hub.sessionPath("/upload");

        assertThat(hub.client().post(path, upload("x".repeat(255), "eA==", "a/b")).status())
                .isEqualTo(200);
        for (String name : List.of("x".repeat(256), "x".repeat(300), "")) {
            assertThat(hub.client().post(path, upload(name, "eA==", "a/b")).status())
                    .isEqualTo(400);
        }
    }
}
