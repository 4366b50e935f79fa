package hapi.testkit.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Questions to a page about what a person sees of it. They are asked by the browser's own
/// debugger, since the page's policy lets no script in.
final class Looks {
    static final String KIT = read();

    private Looks() {}

    private static String read() {
        try (InputStream in =
                Objects.requireNonNull(Looks.class.getResourceAsStream("/testkit/looks.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The strings that an expression gives; `looks` is the kit.
    static List<String> ask(Page page, String expression) {
        return evaluate(page, "(looks => " + expression + ")(" + KIT + ")")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /// What an expression or its promise gives, as JSON.
    static JsonNode evaluate(Page page, String expression) {
        CDPSession session = page.context().newCDPSession(page);
        try {
            JsonObject call = new JsonObject();
            call.addProperty("expression", expression);
            call.addProperty("awaitPromise", true);
            call.addProperty("returnByValue", true);
            JsonNode answer = Json.parse(session.send("Runtime.evaluate", call).toString());
            if (answer.has("exceptionDetails")) {
                throw new AssertionError("the page threw " + answer.path("exceptionDetails"));
            }
            return answer.path("result").path("value");
        } finally {
            session.detach();
        }
    }

    static void none(String what, Page page, List<String> found) {
        if (!found.isEmpty()) {
            throw new AssertionError(
                    "%s on %s at %s:%n%s"
                            .formatted(
                                    what,
                                    page.url(),
                                    page.evaluate("innerWidth + 'x' + innerHeight"),
                                    String.join("\n", found)));
        }
    }
}
