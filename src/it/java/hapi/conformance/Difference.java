package hapi.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Something that two hubs do not do alike.
///
/// @param exchange scenario and name of the exchange, `messages/send`
/// @param where a JSON pointer into the exchange
record Difference(String exchange, String where, String published, String ours) {
    private static final int SHOWN = 300;

    /// Objects that differ in more keys than this, and in most of them, are one difference.
    private static final int MOST = 5;

    /// All differences of a scenario, in the order of its exchanges.
    static List<Difference> between(String scenario, Recording published, Recording ours) {
        List<Difference> all = new ArrayList<>();
        for (Exchange exchange : published.exchanges()) {
            String name = scenario + "/" + exchange.name();
            ours.named(exchange.name())
                    .ifPresentOrElse(
                            other -> compare(name, "", exchange.content(), other.content(), all),
                            () -> all.add(new Difference(name, "/", "an exchange", "nothing")));
        }
        for (Exchange exchange : ours.exchanges()) {
            if (published.named(exchange.name()).isEmpty()) {
                String name = scenario + "/" + exchange.name();
                all.add(new Difference(name, "/", "not recorded, take the recording again", ""));
            }
        }
        return all;
    }

    /// Writes them where a person can read all of them.
    static void report(String scenario, List<Difference> differences) {
        StringBuilder text = new StringBuilder();
        differences.forEach(difference -> text.append(difference).append('\n'));
        try {
            Path folder = Files.createDirectories(Path.of("target", "conformance"));
            Files.writeString(folder.resolve(scenario + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(
            String exchange, String where, JsonNode left, JsonNode right, List<Difference> all) {
        if (left.equals(right)) {
            return;
        }
        if (left.isObject() && right.isObject()) {
            TreeSet<String> keys = new TreeSet<>();
            left.propertyNames().forEach(keys::add);
            right.propertyNames().forEach(keys::add);
            long changed =
                    keys.stream().filter(key -> !left.path(key).equals(right.path(key))).count();
            if (changed > MOST && changed > keys.size() / 2) {
                all.add(different(exchange, where, left, right));
                return;
            }
            for (String key : keys) {
                String below = where + "/" + key.replace("~", "~0").replace("/", "~1");
                if (left.has(key) && right.has(key)) {
                    compare(exchange, below, left.path(key), right.path(key), all);
                } else {
                    all.add(different(exchange, below, left.path(key), right.path(key)));
                }
            }
        } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                compare(exchange, where + "/" + i, left.get(i), right.get(i), all);
            }
        } else {
            all.add(different(exchange, where, left, right));
        }
    }

    private static Difference different(
            String exchange, String where, JsonNode left, JsonNode right) {
        return new Difference(exchange, where, shown(left), shown(right));
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    @Override
    public String toString() {
        return "%s | %s%n    published: %s%n    ours:      %s"
                .formatted(exchange, where, published, ours);
    }
}
