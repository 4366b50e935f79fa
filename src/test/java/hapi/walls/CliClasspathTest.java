package hapi.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiles the command line and the protocol with nothing but the jars the command line ships
/// with. One POM is one class path, so Maven itself would not notice a use of Spring.
class CliClasspathTest {
    private static final Path LIBRARIES = Path.of("target/dist/cli/lib");
    private static final List<Path> SOURCES =
            List.of(Path.of("cli/src/main/java"), Path.of("src/main/java/hapi/protocol"));

    @Test
    void commandLineCompilesWithTheJarsItShipsWith(@TempDir Path classes) throws IOException {
        var sources = new ArrayList<Path>();
        for (Path root : SOURCES) {
            try (var tree = Files.walk(root)) {
                tree.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        var options =
                List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath());
        var problems = new StringWriter();

        var compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            compiled = compiler.getTask(problems, files, null, options, null, units).call();
        }

        assertThat(compiled).as(problems.toString()).isTrue();
    }

    @Test
    void jarsOfTheCommandLineHoldNoServer() throws IOException {
        assertThat(classPath()).doesNotContain("spring", "vaadin", "netty", "tomcat", "sqlite");
    }

    private static String classPath() throws IOException {
        assertThat(LIBRARIES)
                .as("the jars of the command line; run `mvn process-classes` once")
                .isNotEmptyDirectory();
        try (var jars = Files.list(LIBRARIES)) {
            return jars.map(Path::toString)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }
}
