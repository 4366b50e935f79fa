package hapi.attack;

import hapi.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Text that wants to be more than text in a browser: one JSON string a line of
/// `attack/markup.txt`. Whatever would load goes to `evil.example`, whatever would run calls
/// `alert`.
public final class Markup {
    private Markup() {}

    public static List<String> payloads() {
        try (InputStream in =
                Objects.requireNonNull(Markup.class.getResourceAsStream("/attack/markup.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Json.parse(line).asString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
