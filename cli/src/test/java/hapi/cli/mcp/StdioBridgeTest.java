package hapi.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioBridgeTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                    + "{\"name\":\"change_title\",\"arguments\":{\"title\":\"A name\"}}}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void titleGoesThroughAndOnlyJsonComesBack() throws IOException {
        List<String> titles = new CopyOnWriteArrayList<>();
        try (SessionToolServer server = SessionToolServer.start(titles::add)) {
            int code =
                    run(
                            List.of("--url", server.url(), "--tools", "change_title"),
                            Map.of(),
                            """
                            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}
                            {"jsonrpc":"2.0","method":"notifications/initialized"}

                            """
                                    + CALL
                                    + "\n");

            assertThat(code).isZero();
        }
        assertThat(titles).containsExactly("A name");
        List<String> lines = text(out).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(Json.parse(lines.get(0)).at("/result/serverInfo/name").asString())
                .isEqualTo("hapi");
        assertThat(Json.parse(lines.get(1)).path("id").asInt()).isEqualTo(2);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void addressMayComeFromTheEnvironment() throws IOException {
        List<String> titles = new CopyOnWriteArrayList<>();
        try (SessionToolServer server = SessionToolServer.start(titles::add)) {
            run(List.of(), Map.of(StdioBridge.ADDRESS_VARIABLE, server.url()), CALL);
        }
        assertThat(titles).containsExactly("A name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "file:///etc/passwd", "http://", ":", "http://a b/"})
    void withoutAnHttpAddressItEndsWithTwo(String address) {
        assertThat(run(List.of("--url", address), Map.of(), CALL)).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("--url");
    }

    @Test
    void requestsAreRefusedAndNotificationsDroppedWhenTheSessionIsGone() throws IOException {
        String url;
        try (SessionToolServer server = SessionToolServer.start(_ -> {})) {
            url = server.url();
        }
        int code =
                run(
                        List.of("--url=" + url),
                        Map.of(),
                        "no json\n{\"method\":\"notifications/x\"}\n" + CALL);

        assertThat(code).isZero();
        assertThat(Json.parse(text(out)).at("/error/code").asInt()).isEqualTo(-32000);
    }

    private int run(List<String> arguments, Map<String, String> environment, String input) {
        return StdioBridge.run(
                arguments,
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
