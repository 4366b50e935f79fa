package hapi.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// All exchanges of one scenario, in order; a file with one exchange a line.
record Recording(List<Exchange> exchanges) {
    private static final Path FOLDER = Path.of("src", "it", "resources", "conformance");

    Recording {
        exchanges = List.copyOf(exchanges);
    }

    static Recording read(String scenario) {
        try {
            return new Recording(
                    Files.readAllLines(file(scenario)).stream().map(Exchange::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("no recording of " + scenario, e);
        }
    }

    void write(String scenario) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    file(scenario),
                    exchanges.stream()
                            .map(exchange -> exchange.line() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Exchange> named(String name) {
        return exchanges.stream().filter(exchange -> exchange.name().equals(name)).findFirst();
    }

    static Path folder() {
        return FOLDER;
    }

    private static Path file(String scenario) {
        return FOLDER.resolve(scenario + ".jsonl");
    }
}
