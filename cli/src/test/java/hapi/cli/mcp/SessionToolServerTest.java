package hapi.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SessionToolServerTest {
    private final List<String> titles = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient http = HttpClient.newHttpClient();
    private SessionToolServer server;

    @BeforeEach
    void start() throws Exception {
        server = SessionToolServer.start(titles::add);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void offersOneToolAndSpeaksTheClientsVersion() throws Exception {
        JsonNode welcome =
                json(
                        """
                        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-03-26"}}\
                        """);
        JsonNode tools = json("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}");

        assertThat(welcome.at("/result/protocolVersion").asString()).isEqualTo("2025-03-26");
        assertThat(tools.path("id").asString()).isEqualTo("a");
        assertThat(tools.at("/result/tools").size()).isEqualTo(1);
        assertThat(tools.at("/result/tools/0/name").asString()).isEqualTo("change_title");
    }

    @Test
    void titleIsChangedAndConfirmed() throws Exception {
        JsonNode answer = call("change_title", "  Fix the roof ");

        assertThat(titles).containsExactly("Fix the roof");
        assertThat(answer.at("/result/isError").asBoolean()).isFalse();
        assertThat(answer.at("/result/content/0/text").asString())
                .isEqualTo("Successfully changed chat title to: \"Fix the roof\"");
    }

    @Test
    void emptyTitleAndUnknownToolAreErrorsTheModelCanRead() throws Exception {
        assertThat(call("change_title", " ").at("/result/isError").asBoolean()).isTrue();
        assertThat(call("format_disk", "x").at("/result/isError").asBoolean()).isTrue();
        assertThat(titles).isEmpty();
    }

    @Test
    void endlessTitleIsCut() throws Exception {
        call("change_title", "é".repeat(5000));

        assertThat(titles.getFirst()).hasSize(200);
    }

    @Test
    void badInputIsAnsweredAndHarmsNobody() throws Exception {
        assertThat(json("{").at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(json("[]").at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(json("{\"id\":1,\"method\":\"x/y\"}").at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(post(server.url(), "x".repeat(300_000)).statusCode()).isEqualTo(413);
        assertThat(post(server.url(), "{\"method\":\"notifications/initialized\"}").statusCode())
                .isEqualTo(202);
        assertThat(call("change_title", "still here").at("/result/isError").asBoolean()).isFalse();
    }

    @Test
    void strangersOnTheMachineAndWebPagesAreRefused() throws Exception {
        String guessed = server.url().replaceFirst("/mcp/.*", "/mcp/");
        HttpRequest page =
                HttpRequest.newBuilder(URI.create(server.url()))
                        .header("Origin", "https://evil.example")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        HttpRequest get = HttpRequest.newBuilder(URI.create(server.url())).GET().build();

        assertThat(post(guessed, "{}").statusCode()).isEqualTo(404);
        assertThat(status(page)).isEqualTo(403);
        assertThat(status(get)).isEqualTo(405);
    }

    private int status(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private JsonNode call(String tool, String title) throws Exception {
        var params = Json.object().put("name", tool);
        params.set("arguments", Json.object().put("title", title));
        var request = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
        request.set("params", params);
        return json(request.toString());
    }

    private JsonNode json(String body) throws Exception {
        return Json.parse(post(server.url(), body).body());
    }

    private HttpResponse<String> post(String url, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .header("Accept", "application/json, text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
