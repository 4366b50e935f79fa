package hapi.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Differences that are meant, each a line `scenario/exchange | pointer | reason` of `baseline.txt`
/// beside the recordings.
record Baseline(List<Line> lines) {
    /// One difference and why it is meant.
    record Line(String exchange, String where, String reason) {
        boolean covers(Difference difference) {
            return exchange.equals(difference.exchange()) && where.equals(difference.where());
        }
    }

    Baseline {
        lines = List.copyOf(lines);
    }

    static Baseline read() {
        try {
            return parse(Files.readAllLines(Recording.folder().resolve("baseline.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Baseline parse(List<String> text) {
        List<Line> lines = new ArrayList<>();
        for (String line : text) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(" \\| ", 3);
            if (parts.length != 3 || parts[2].isBlank()) {
                throw new IllegalArgumentException(
                        "not `scenario/exchange | pointer | reason`: " + line);
            }
            lines.add(new Line(parts[0].strip(), parts[1].strip(), parts[2].strip()));
        }
        return new Baseline(lines);
    }

    /// What has no line here.
    List<Difference> unexplained(List<Difference> differences) {
        return differences.stream()
                .filter(difference -> lines.stream().noneMatch(line -> line.covers(difference)))
                .toList();
    }

    /// Lines about this scenario without a difference any more.
    List<Line> stale(String scenario, List<Difference> differences) {
        return lines.stream()
                .filter(line -> line.exchange().startsWith(scenario + "/"))
                .filter(line -> differences.stream().noneMatch(line::covers))
                .toList();
    }
}
